import pytest

from km_data.formats.contracts import EXAMPLE_FORMATS
from km_data.records import Example, PreferenceExample, RewardExample
from km_data.testing import EXAMPLES
from km_graph.errors import DataError

datasets = pytest.importorskip("datasets")

from km_data.formats.hugging_face import from_dataset, to_dataset  # noqa: E402

KINDS = (Example, PreferenceExample, RewardExample)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["chat", "prompt-completion"])
def test_examples_come_back(name: str, kind: type) -> None:
    some = [example for example in EXAMPLES if isinstance(example, kind)]
    dataset = to_dataset(some, format=name)
    assert isinstance(dataset, datasets.Dataset)
    assert some == list(from_dataset(dataset))


def test_columns_are_there_though_no_row_fills_them() -> None:
    (row,) = EXAMPLE_FORMATS.load("prompt-completion").to_rows(EXAMPLES[0])
    assert {"system", "history"} == set(to_dataset(EXAMPLES[:1]).column_names) - set(row)


def test_several_kinds_are_refused() -> None:
    with pytest.raises(DataError, match="examples of one kind"):
        to_dataset(EXAMPLES)


def test_bad_row_is_numbered() -> None:
    dataset = datasets.Dataset.from_list([{"instruction": "?"}])
    with pytest.raises(DataError, match="data set:1: expected the key 'output'"):
        list(from_dataset(dataset))
