from dataclasses import replace
from pathlib import Path

import pytest

from km_data.builders.planning import Planning
from km_data.records import Example, Question, read_examples, write_records
from km_data.steps.build import BUILD, BuildOptions
from km_data.testing import GRAPH, QUESTIONS
from km_data.world.questions import WORLD
from km_graph.errors import DataError
from km_graph.files import read_json, read_jsonl
from km_graph.formats.folder import write_graph
from km_graph.graph import Triple
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


def test_questions_are_passed_over_with_their_line_and_reason(graph: Path) -> None:
    build(graph, [Question("a", "?"), QUESTIONS[0]])
    expected = [{"line": 1, "id": "a", "reason": "no topic"}]
    assert expected == [row for _, row in read_jsonl(graph.parent / "skipped.jsonl")]


def test_a_question_that_nothing_can_be_built_from_can_end_the_work(graph: Path) -> None:
    with pytest.raises(DataError, match=r"questions\.jsonl:2: no topic; mend it, or"):
        build(graph, [QUESTIONS[0], Question("a", "?")], on_error="fail")


BAD_LINES = ['{"id": "1"}', '{"id": "1", "text": "?", "answers": "Paris"}', "[1]", "{", "\udcff"]


@pytest.mark.parametrize("line", BAD_LINES)
def test_lines_that_are_no_questions_are_listed(graph: Path, line: str) -> None:
    questions = graph.parent / "mixed.jsonl"
    write_records(questions, QUESTIONS)
    with questions.open("ab") as stream:
        stream.write(line.encode(errors="surrogateescape"))
    options = BuildOptions(graph=graph, questions=questions, walker="reference")
    summary = BUILD.run(options, StepContext(graph.parent))
    assert (summary["examples"], summary["skipped"]) == (2, {"not a question": 1})
    ((_, skip),) = read_jsonl(graph.parent / "skipped.jsonl")
    assert (skip["line"], bool(skip["detail"])) == (3, True)
    with pytest.raises(DataError, match=r"mixed\.jsonl:3: "):
        BUILD.run(options.model_copy(update={"on_error": "fail"}), StepContext(graph.parent))


def test_a_question_is_mined_and_built_in_its_own_graph(graph: Path) -> None:
    own = (Triple("Oz", "ruled_by", "Wizard"), Triple("Oz", "near", "Kansas"))
    asked = Question("o", "Who rules Oz?", ("Oz",), ("Wizard",), triples=own)
    _, examples = build(
        graph, [QUESTIONS[0], asked, QUESTIONS[1]], builders=["planning", "reasoning"]
    )
    assert examples[1].completion == "<PATH>ruled_by</PATH>"
    assert "Oz -> ruled_by -> Wizard" in examples[4].prompt
    assert [example.id.split("/")[0] for example in examples] == ["1", "o", "2"] * 2


def test_what_a_builder_refuses_is_listed_and_the_rest_built(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build_some(
        self: Planning, graph: object, questions: list[Question], context: object
    ) -> list[Example]:
        if any(question.id == "1" for question in questions):
            raise DataError("question 1", "is too long")
        return [Example(question.id, "p", "c") for question in questions]

    monkeypatch.setattr(Planning, "build", build_some)
    summary, examples = build(graph, list(QUESTIONS))
    assert (["2"], {"refused by the builder": 1}) == (
        [example.id for example in examples],
        summary["skipped"],
    )


@pytest.mark.parametrize("executor", ["processes", pytest.param("ray", marks=pytest.mark.slow)])
def test_workers_change_no_byte(
    tmp_path: Path, executor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if executor == "ray":
        pytest.importorskip("ray", reason="ray is not installed")
    monkeypatch.setattr("km_data.building.shards.SHARD_BYTES", 1 << 17)
    write_records(tmp_path / "questions.jsonl", list(WORLD.read())[::3])
    contents = []
    for workers, name in ((1, "serial"), (2, executor)):
        out = tmp_path / name
        out.mkdir()
        options = BuildOptions(
            graph=Path("world"),
            questions=tmp_path / "questions.jsonl",
            builders=["planning", "reasoning"],
            paths="mined",
            workers=workers,
            executor=name,
        )
        BUILD.run(options, StepContext(out))
        contents.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert contents[0] == contents[1]
    assert len(contents[0]) == 3
