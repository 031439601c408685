from dataclasses import replace
from pathlib import Path

import pytest

from km_data.records import Example, Question, read_examples, write_records
from km_data.steps.build import BUILD, BuildOptions
from km_data.testing import GRAPH, QUESTIONS
from km_graph.errors import DataError
from km_graph.files import read_json
from km_graph.formats.folder import write_graph
from km_graph.relation_path import RelationPath
from km_graph.step import StepContext


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    write_graph(GRAPH, tmp_path / "graph")
    return tmp_path / "graph"


def build(
    graph: Path, questions: list[Question], **options: object
) -> tuple[dict[str, object], list[Example]]:
    out = graph.parent
    write_records(out / "questions.jsonl", questions)
    chosen = {"walker": "reference", **options}
    summary = BUILD.run(
        BuildOptions(graph=graph, questions=out / "questions.jsonl", **chosen), StepContext(out)
    )
    return dict(summary), list(read_examples(out / "examples.jsonl"))


WITHOUT_GOLD = [replace(question, relation_paths=()) for question in QUESTIONS]
WRONG_GOLD = [replace(q, relation_paths=(RelationPath.parse("borders"),)) for q in QUESTIONS]


def completions(examples: list[Example]) -> list[str]:
    return [example.completion for example in examples]


def test_gold_paths_are_taught(graph: Path) -> None:
    summary, examples = build(graph, WRONG_GOLD)
    assert completions(examples) == ["<PATH>borders</PATH>"] * 2
    assert summary["mined"] == 0


def test_paths_are_mined_where_there_is_no_gold(graph: Path) -> None:
    summary, examples = build(graph, WITHOUT_GOLD)
    assert completions(examples) == [
        "<PATH>capital</PATH>",
        "<PATH>city_in<SEP>borders<SEP>capital</PATH>",
    ]
    assert summary["mined"] == 2


def test_gold_can_be_put_aside_and_compared(graph: Path) -> None:
    summary, examples = build(graph, [QUESTIONS[0], WRONG_GOLD[1]], paths="mined")
    assert examples[1].completion == "<PATH>city_in<SEP>borders<SEP>capital</PATH>"
    assert summary["agreement_with_gold"] == 0.5


def test_same_rows_are_kept_once(graph: Path) -> None:
    twice = [QUESTIONS[0], replace(QUESTIONS[0], id="9")]
    summary, examples = build(graph, twice)
    assert (len(examples), summary["repeated"]) == (1, 1)
    summary, examples = build(graph, twice, dedupe=False)
    assert (len(examples), summary["repeated"]) == (2, 0)


def test_several_builders_follow_each_other(graph: Path) -> None:
    _, examples = build(graph, list(QUESTIONS), builders=["reasoning", "planning"])
    ids = ["1/reasoning", "2/reasoning", "1/planning", "2/planning"]
    assert ids == [example.id for example in examples]


def test_questions_that_cannot_be_used_are_counted_by_reason(graph: Path) -> None:
    gold = (RelationPath.parse("capital"),)
    summary, _ = build(
        graph,
        [
            QUESTIONS[0],
            Question("a", "?", (), ("Paris",)),
            Question("b", "?", ("Atlantis",), ("Paris",), relation_paths=gold),
            Question("c", "?", ("France",)),
            Question("d", "?", ("France",), ("Atlantis",)),
            Question("e", "?", ("France",), relation_paths=(RelationPath.parse("rules"),)),
        ],
    )
    reasons = {
        "no topic": 1,
        "topic not in the graph": 1,
        "no answer": 1,
        "no relation path found": 1,
        "relation not in the graph": 1,
    }
    assert reasons == summary["skipped"]


def test_gold_only_passes_over_the_rest(graph: Path) -> None:
    summary, _ = build(graph, [QUESTIONS[0], WITHOUT_GOLD[1]], paths="gold")
    assert summary["skipped"] == {"no gold relation path": 1}


def test_file_beside_the_examples_tells_how_they_were_made(graph: Path) -> None:
    build(graph, list(QUESTIONS))
    meta = read_json(graph.parent / "examples.meta.json")
    assert GRAPH.fingerprint() == meta["graph"]
    assert meta["options"]["builders"] == ["planning"]
    assert meta["examples"] == 2
    assert str(graph.parent) not in str(meta)


def test_nothing_to_build_is_an_error_that_says_why(graph: Path) -> None:
    with pytest.raises(DataError, match="no question gives an example; passed over: 1 no topic"):
        build(graph, [Question("a", "?")])


def test_missing_question_file_is_named(graph: Path) -> None:
    options = BuildOptions(graph=graph, questions=graph / "none.jsonl", walker="reference")
    with pytest.raises(DataError, match=r"none\.jsonl: no such file"):
        BUILD.run(options, StepContext(graph.parent))
