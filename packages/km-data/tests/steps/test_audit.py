import random
from pathlib import Path

import pytest

from km_data.auditing.questions import leakage
from km_data.records import Example, Question, read_questions, write_records
from km_data.sources.pathquestion import PATHQUESTION
from km_data.splitting import split_questions
from km_data.steps.audit import AUDIT, AuditOptions
from km_data.testing import GRAPH, QUESTIONS
from km_graph.errors import DataError
from km_graph.files import read_json
from km_graph.formats.folder import write_graph
from km_graph.relation_path import RelationPath
from km_graph.step import StepContext

DATA = Path(__file__).parents[5] / "shared" / "data" / "pathquestion"


def audit(out: Path, *files: list[Question], **options: object) -> dict[str, dict[str, dict]]:
    paths = []
    for number, questions in enumerate(files):
        paths.append(out / f"part{number}.jsonl")
        write_records(paths[-1], questions)
    AUDIT.run(AuditOptions(questions=paths, walker="reference", **options), StepContext(out))
    report: dict[str, dict[str, dict]] = read_json(out / "audit.json")
    return report


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    write_graph(GRAPH, tmp_path / "graph")
    return tmp_path / "graph"


@pytest.mark.skipif(not DATA.is_dir(), reason="PathQuestion is not beside the repository")
@pytest.mark.parametrize(
    ("file", "share"), [("PQ-2H.txt.gz", 0.1), ("PQ-2H.txt.gz", 0.2), ("PQ-3H.txt.gz", 0.1)]
)
def test_a_random_split_of_pathquestion_leaks_and_a_grouped_one_does_not(
    file: str, share: float
) -> None:
    questions = list(PATHQUESTION.read(DATA / file))
    shuffled = random.Random(0).sample(questions, len(questions))
    n_test = int(len(questions) * share)
    leaked = leakage(shuffled[n_test:], shuffled[:n_test])["topic and relation path"]
    assert leaked is not None
    assert leaked >= 0.87
    parts = split_questions(questions, by=("topic", "relation_path")).parts
    assert leakage(parts["train"], parts["test"])["topic and relation path"] == 0


def test_leaks_are_told_by_key(tmp_path: Path) -> None:
    path = RelationPath.parse("capital")
    train = [Question("1", "Capital of France?", ("France",), ("Paris",), relation_paths=(path,))]
    test = [
        Question("2", "Capital of Brazil?", ("Brazil",), ("Brasília",), relation_paths=(path,)),
        Question("3", "Where is France?", ("France",), ("Europe",)),
    ]
    (leaks,) = audit(tmp_path, train, test)["leakage"].values()
    assert leaks == {
        "topic": 0.5,
        "topic and relation path": 0.0,
        "relation path": 1.0,
        "template": None,
        "text": 0.0,
        "wording": 0.5,
    }


def test_duplicates_labels_and_answers_are_counted(tmp_path: Path) -> None:
    text = "In which year was the film Heat by Michael Mann first shown?"
    questions = [
        Question("1", text, ("Heat",), ("1995",)),
        Question("1", text, ("Heat",), ("1995", "</PATH>")),
        Question("2", text.replace("first", "1st"), ("Heat",)),
        Question("3", "Why?"),
    ]
    found = audit(tmp_path, questions)["files"]["part0"]
    assert found["duplicates"] == {
        "same_id": 1,
        "same_text": 1,
        "near_duplicates": 1,
        "groups_of_near_duplicates": 1,
    }
    assert found["labels_that_look_like_markers"] == {"labels": 1, "such_as": ["</PATH>"]}
    assert found["answers"]["most"] == 2
    assert found["without_topic"] == 1


def test_coverage_grows_with_hops(tmp_path: Path, graph: Path) -> None:
    far = Question("9", "Where?", ("France",), ("Atlantis",))
    report = audit(tmp_path, [*QUESTIONS, far], graph=graph)
    found = report["coverage"]["part0"]
    assert found["questions"] == 3
    assert found["any"] == {"1": 0.3333, "2": 0.3333, "3": 0.6667}
    assert found["never"] == 0.3333


def test_mined_paths_and_shortest_paths_are_held_against_gold(tmp_path: Path, graph: Path) -> None:
    found = audit(tmp_path, list(QUESTIONS), graph=graph)["relation_path_is_gold"]["part0"]
    assert found["mined"] == 1
    assert found["sampled_for_shortest"] == found["questions"] == 2
    assert 0 < found["of_shortest"] <= found["any_shortest"] <= 1


def test_questions_are_followed_in_their_own_graph(tmp_path: Path, graph: Path) -> None:
    own = (("Oz", "ruled_by", "Wizard"),)
    path = (RelationPath.parse("ruled_by"),)
    question = Question("o", "?", ("Oz",), ("Wizard",), relation_paths=path, triples=own)
    report = audit(tmp_path, [question], graph=graph)
    assert report["coverage"]["part0"]["all"]["1"] == 1
    assert report["relation_path_is_gold"]["part0"]["mined"] == 1


def test_tokens_are_counted(tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is not installed")
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    write_records(tmp_path / "examples.jsonl", [Example("1", "a b c ", "d e")])
    report = audit(
        tmp_path,
        [Question("1", "a b")],
        tokenizer=tmp_path / "tokenizer.json",
        examples=[tmp_path / "examples.jsonl"],
    )
    assert [2, 5] == [report["tokens"][name]["most"] for name in ("part0", "examples")]


def test_a_picture_is_drawn(tmp_path: Path, graph: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    audit(tmp_path, list(QUESTIONS), list(QUESTIONS), graph=graph, plot=True)
    assert (tmp_path / "audit.png").read_bytes().startswith(b"\x89PNG")


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"part0\.jsonl: holds no question"):
        audit(tmp_path, [])
    assert list(read_questions(tmp_path / "part0.jsonl")) == []
