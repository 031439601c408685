"""What ``data.build`` writes in other forms, with a token budget, in other words."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from km_data.formats.reading import read_any_examples
from km_data.records import AnyExample, PreferenceExample, write_records
from km_data.steps.build import BUILD, BuildOptions
from km_data.testing import GRAPH, QUESTIONS
from km_graph.files import read_json, read_jsonl
from km_graph.formats.folder import write_graph
from km_graph.step import StepContext


@pytest.fixture
def made(tmp_path: Path) -> Path:
    write_graph(GRAPH, tmp_path / "graph")
    write_records(tmp_path / "questions.jsonl", QUESTIONS)
    return tmp_path


def build(made: Path, file: str = "examples.jsonl", **options: object) -> list[AnyExample]:
    chosen = {"walker": "reference", "executor": "serial", **options}
    BUILD.run(
        BuildOptions(graph=made / "graph", questions=made / "questions.jsonl", **chosen),
        StepContext(made),
    )
    return list(read_any_examples(made / file))


def test_rows_take_the_form_asked_for(made: Path) -> None:
    build(made, format="chat")
    _, row = next(read_jsonl(made / "examples.jsonl"))
    assert {"id", "messages"} == set(row)


def test_preferences_are_written_as_parquet(made: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = build(made, "examples.parquet", builders=["preference"], file_type="parquet")
    assert all(isinstance(row, PreferenceExample) for row in rows)
    assert len(rows) == 2


def test_templates_word_the_paths(made: Path) -> None:
    (made / "templates.yaml").write_text("capital: '{tail} governs {head}'\n", "utf-8")
    row, _ = build(
        made,
        builders=["reasoning"],
        textualizer="sentences",
        templates=made / "templates.yaml",
    )
    assert "Paris governs France." in row.prompt
    assert "templates_sha256" in read_json(made / "examples.meta.json")


def test_rows_over_the_token_budget_are_counted(made: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0}, "[UNK]"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    words.save(str(made / "tokenizer.json"))
    (row,) = build(made, tokenizer=made / "tokenizer.json", max_tokens=12)
    assert row.id == "1/planning"
    meta = read_json(made / "examples.meta.json")
    assert meta["over_budget"] == {"examples_left_out": 1}
    assert meta["options"]["max_tokens"] == 12
    assert str(made) not in str(meta)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_tokens": 9}, "max_tokens and tokenizer go together"),
        ({"tokenizer": "t.json"}, "max_tokens and tokenizer go together"),
        ({"templates": "t.yaml"}, "templates are for the textualizer sentences, not arrows"),
    ],
)
def test_options_that_need_each_other_are_told(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        BuildOptions(graph="graph", questions="questions.jsonl", **options)
