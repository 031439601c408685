"""Scoring predictions beside RoG's script, its rule written here from its description."""

import json
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from measuring import Row, cpu, row, wall

from km_data.records import Prediction
from km_data.world.questions import WORLD
from km_eval import score
from km_eval.metrics.strict import STRICT
from km_eval.predictions.reading import PredictionsFile
from km_eval.profiles.rog import ROG
from km_eval.scoring_files import score_file
from km_eval.statistics.bootstrap import interval


def rows() -> list[Row]:
    """One row for each thing measured; seconds of one core."""
    questions = list(WORLD.read(None))
    predictions = [Prediction(item.id, answers=item.answers[:5]) for item in questions]
    strict = cpu(lambda: score(questions, predictions, metrics=[STRICT])) / len(questions)
    with written(questions, predictions) as path:
        cases = list(PredictionsFile(path))
        rule = cpu(lambda: [ROG.score(case) for case in cases]) / len(cases)
        parsed = [json.loads(line) for line in path.read_text().splitlines()]
        their_rule = cpu(lambda: [rog(parsed_row) for parsed_row in parsed]) / len(cases)
        file = cpu(lambda: score_file(PredictionsFile(path), profiles=[ROG])) / len(cases)
        their_file = cpu(lambda: rog_script(path)) / len(cases)
    values = np.random.default_rng(0).random(15_000)
    seconds = wall(lambda: interval(values), 3)
    micro = 1e6
    return [
        row("km-eval", "strict, a prediction", "µs", strict * micro, "goal", 10.0, at_least=1),
        row("km-eval", "RoG's rule, a row", "µs", rule * micro, "RoG", their_rule * micro, 20),
        row("km-eval", "RoG's file, a row", "µs", file * micro, "RoG", their_file * micro),
        row("km-eval", "bootstrap of 15,000", "s", seconds, "goal", 2.0, at_least=1),
    ]


@contextmanager
def written(questions: list, predictions: list) -> Iterator[Path]:
    """The predictions as RoG writes them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "predictions.jsonl"
        with path.open("w") as stream:
            for asked, said in zip(questions, predictions, strict=True):
                text, gold = "\n".join(said.answers), list(asked.answers)
                rog_row = {"id": asked.id, "question": asked.text, "prediction": text}
                stream.write(json.dumps({**rog_row, "ground_truth": gold}) + "\n")
        yield path


def rog_script(path: Path) -> None:
    """What RoG's script does with a file: read, score and write every row."""
    with path.open() as stream, path.with_suffix(".scored").open("w") as scored:
        for line in stream:
            read = json.loads(line)
            scored.write(json.dumps({"id": read["id"], **rog(read)}) + "\n")


def rog(read: dict) -> dict[str, float]:
    """RoG's numbers, in three passes over the gold answers, normalizing at each comparison."""
    gold, said = read["ground_truth"], read["prediction"].split("\n")
    joined = " ".join(said)
    found = sum(normalize(answer) in normalize(joined) for answer in gold)
    accuracy = sum(normalize(answer) in normalize(joined) for answer in gold) / len(gold)
    hit = any(normalize(answer) in normalize(joined) for answer in gold)
    precision, recall = found / len(said), found / len(gold)
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return {"acc": accuracy, "hit": hit, "f1": f1, "precision": precision, "recall": recall}


def normalize(text: str) -> str:
    """RoG's normalization, the rule for padding that never fires included."""
    exclude = set(string.punctuation)
    kept = "".join(char for char in text.lower() if char not in exclude)
    kept = re.sub(r"\b(<pad>)\b", " ", re.sub(r"\b(a|an|the)\b", " ", kept))
    return " ".join(kept.split())
