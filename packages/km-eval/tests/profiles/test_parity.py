"""Our numbers are those GNN-RAG published, row by row and on average."""

import gzip
import json
from pathlib import Path

import pytest

from km_data.records import Prediction, Question
from km_eval.cases import Case
from km_eval.predictions.reading import PredictionsFile
from km_eval.profiles.rog import GNNRAG, ROG
from km_eval.scoring_files import score_file

FOLDER = Path(__file__).parents[4].parent / "shared" / "data" / "rog_metric_parity"
SYSTEMS = ("RA.lmsr", "RA.sbert", "lmsr", "sbert")
PUBLISHED = {
    "accuracy": "acc",
    "hit": "hit",
    "f1": "f1",
    "precision": "precission",
    "recall": "recall",
}


def file_of(system):
    name = (
        f"KGQA-GNN-RAG{'-' if system.startswith('RA') else '.'}{system}.RoG-cwq.detailed.jsonl.gz"
    )
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path.name} is not here: it has no licence and is not in the repository")
    return path


def rows(system):
    with gzip.open(file_of(system), "rt", encoding="utf-8") as lines:
        return list(map(json.loads, lines))


def scored(profile, row):
    question = Question(row["id"], "", answers=tuple(row["ground_truth"]))
    return profile.score(Case(question, Prediction(row["id"]), "\n".join(row["prediction"])))


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    ("profile", "names"), [(ROG, PUBLISHED), (GNNRAG, PUBLISHED | {"hit1": "hit1"})]
)
def test_every_row_has_the_published_numbers(system, profile, names):
    published = rows(system)
    ours = [scored(profile, row) for row in published]
    for name, theirs in names.items():
        assert [row[theirs] for row in published] == [numbers[name] for numbers in ours]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_file_has_the_published_means(system):
    published = rows(system)
    scores = score_file(PredictionsFile(file_of(system)), profiles=[ROG, GNNRAG])
    for name, theirs in (PUBLISHED | {"hit1": "hit1"}).items():
        mean = sum(row[theirs] for row in published) / len(published)
        assert round(mean, 4) == round(scores.sections["gnnrag"].numbers[name], 4)
    counts = scores.counts
    assert (counts.n_expected, counts.n_failed, dict(scores.formats)) == (
        2328,
        0,
        {"detailed": 2328},
    )


def test_some_published_precision_exceeds_1():
    assert sum(row["precission"] > 1 for row in rows("RA.sbert")) == 13
