"""All forms at once: what one writes is read by any reader, whatever the file type."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_data.formats.contracts import EXAMPLE_FORMATS, ExampleFormat
from km_data.formats.reading import read_any_examples
from km_data.formats.writing import write_examples
from km_data.records import (
    AnyExample,
    Example,
    PreferenceExample,
    RewardExample,
    Turn,
    read_examples,
)
from km_data.testing import EXAMPLES, ExampleFormatContract
from km_graph.errors import DataError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
before = (texts, st.lists(st.builds(Turn, texts, texts), max_size=2).map(tuple))
examples = st.builds(Example, texts, texts, texts, *before)
preferences = st.builds(PreferenceExample, texts, texts, texts, texts, *before)
lists = st.lists(texts, max_size=2).map(tuple)
rewards = st.builds(
    RewardExample, texts, texts, lists, st.dictionaries(texts, lists, max_size=2), lists, *before
)


@pytest.mark.parametrize("name", EXAMPLE_FORMATS.names())
class TestEach(ExampleFormatContract):
    @pytest.fixture
    def form(self, name: str) -> ExampleFormat:
        return EXAMPLE_FORMATS.load(name)


@pytest.mark.parametrize("name", ["alpaca", "chat", "prompt-completion", "sharegpt"])
@given(examples | preferences)
def test_examples_and_preferences_are_read_back(name: str, example: AnyExample) -> None:
    form: ExampleFormat = EXAMPLE_FORMATS.load(name)
    (row,) = form.to_rows(example)
    assert example == form.from_row(json.loads(json.dumps(row)), 1)


@pytest.mark.parametrize("name", ["chat", "prompt-completion"])
@given(rewards)
def test_verifiable_rows_are_read_back(name: str, example: RewardExample) -> None:
    form: ExampleFormat = EXAMPLE_FORMATS.load(name)
    (row,) = form.to_rows(example)
    assert example == form.from_row(json.loads(json.dumps(row)), 1)


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
@pytest.mark.parametrize("name", ["alpaca", "chat", "prompt-completion", "sharegpt"])
@pytest.mark.parametrize("kind", [Example, PreferenceExample, RewardExample])
def test_files_are_read_back(tmp_path: Path, suffix: str, name: str, kind: type) -> None:
    pytest.importorskip("pyarrow")
    if kind is RewardExample and name in ("alpaca", "sharegpt"):
        pytest.skip("this form has no place for what is to be checked")
    some = [example for example in EXAMPLES if isinstance(example, kind)]
    file = tmp_path / f"examples.{suffix}"
    assert len(some) == write_examples(file, some, format=name)
    assert some == list(read_any_examples(file))
    assert some == list(read_examples(file, kind))


def test_files_of_several_kinds_are_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "examples.jsonl"
    write_examples(file, EXAMPLES, format="chat")
    assert list(EXAMPLES) == list(read_any_examples(file))


def test_parquet_of_several_kinds_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(DataError, match=r"rows of one kind .* found Example and PreferenceExample"):
        write_examples(tmp_path / "examples.parquet", EXAMPLES)
    assert list(tmp_path.iterdir()) == []


def test_no_examples_are_a_table_without_rows(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    assert write_examples(tmp_path / "examples.parquet", []) == 0
    assert list(read_examples(tmp_path / "examples.parquet")) == []


def test_another_kind_than_wanted_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "examples.jsonl"
    write_examples(file, EXAMPLES)
    with pytest.raises(DataError, match=r"jsonl:3: expected rows of Example, found Preference"):
        list(read_examples(file))


def test_example_that_a_form_cannot_say_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'4' cannot be written: alpaca rows have no place"):
        write_examples(tmp_path / "examples.jsonl", EXAMPLES, format="alpaca")


def read_row(tmp_path: Path, row: object) -> AnyExample:
    file = tmp_path / "rows.json"
    file.write_text(json.dumps([row]), "utf-8")
    (example,) = read_any_examples(file)
    return example


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"instruction": "Add.", "input": "1 2", "output": "3", "source": "mine"},
            Example("1", "Add.\n1 2", "3"),
        ),
        (
            {"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]},
            Example("1", "a", "b"),
        ),
        (
            {
                "id": 7,
                "conversations": [
                    {"from": "system", "value": "s"},
                    {"from": "user", "value": "a"},
                    {"from": "assistant", "value": "b"},
                ],
            },
            Example("7", "a", "b", "s"),
        ),
        (
            {
                "messages": [
                    {"role": "developer", "content": "s"},
                    {"role": "user", "content": "a"},
                    {"role": "assistant", "content": "b"},
                    {"role": "user", "content": "c"},
                    {"role": "assistant", "content": "d"},
                ]
            },
            Example("1", "c", "d", "s", (Turn("a", "b"),)),
        ),
        (
            {
                "prompt": [{"role": "user", "content": "a"}],
                "completion": [{"role": "assistant", "content": "b"}],
            },
            Example("1", "a", "b"),
        ),
    ],
)
def test_rows_of_other_tools_are_understood(
    tmp_path: Path, row: object, expected: AnyExample
) -> None:
    assert expected == read_row(tmp_path, row)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "?"}, "expected an example, with the key 'prompt', .*found 'text'"),
        ({"id": "1", "prompt": "?"}, "expected the key 'completion' in a example"),
        ({"id": "1", "prompt": "?", "completion": 1}, "expected text as 'completion', found int"),
        ({"id": "1", "prompt": "?", "completion": "", "x": 1}, "unknown key 'x'"),
        ({"prompt": "?", "completion": "", "label": True}, "rows with 'label' are only written"),
        ({"instruction": "?"}, "expected the key 'output'"),
        ({"instruction": "?", "output": "", "images": ["a.png"]}, "has images, and an example is"),
        ({"instruction": "?", "output": "", "history": ["a"]}, "expected pairs of texts"),
        ({"instruction": "?", "output": "", "id": []}, "expected text as 'id', found list"),
        ({"messages": "?"}, "expected a list of messages as 'messages', found '\\?'"),
        ({"messages": []}, "expected a conversation that ends with the assistant"),
        ({"messages": [{"role": "tool", "content": ""}]}, "expected system, .* found 'tool'"),
        ({"messages": [{"role": "user"}]}, "expected messages with 'role' and 'content'"),
        ({"messages": [{"role": "assistant", "content": ""}]}, "user and assistant in turn"),
        ({"prompt": [{"role": "user", "content": ""}]}, "expected the key 'messages', 'chosen'"),
        (
            {"prompt": [{"role": "user", "content": ""}], "chosen": [], "rejected": []},
            "expected one message of the assistant as 'chosen'",
        ),
        (
            {
                "conversations": [{"from": "human", "value": ""}],
                "chosen": {"from": "human", "value": ""},
            },
            "expected a message of gpt as 'chosen'",
        ),
    ],
)
def test_bad_rows_are_refused_with_their_place(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read_row(tmp_path, row)
    assert (str(tmp_path / "rows.json"), 1) == (caught.value.source, caught.value.line)


def test_preferences_for_kto_are_two_rows(tmp_path: Path) -> None:
    file = tmp_path / "kto.jsonl"
    assert write_examples(file, [PreferenceExample("1", "p", "c", "r")], format="kto") == 1
    assert [json.loads(line) for line in file.read_text("utf-8").splitlines()] == [
        {"id": "1", "prompt": "p", "completion": "c", "label": True},
        {"id": "1", "prompt": "p", "completion": "r", "label": False},
    ]


def test_golden_rows() -> None:
    golden = Path(__file__).parent / "golden.jsonl"
    written = [
        json.dumps({name: EXAMPLE_FORMATS.load(name).to_rows(example)}, ensure_ascii=False)
        for name, example in (
            ("prompt-completion", EXAMPLES[1]),
            ("prompt-completion", EXAMPLES[3]),
            ("chat", EXAMPLES[1]),
            ("chat", EXAMPLES[2]),
            ("chat", EXAMPLES[3]),
            ("alpaca", EXAMPLES[1]),
            ("alpaca", EXAMPLES[2]),
            ("sharegpt", EXAMPLES[1]),
            ("sharegpt", EXAMPLES[2]),
            ("kto", EXAMPLES[2]),
        )
    ]
    assert golden.read_text("utf-8").splitlines() == written
