"""What every form of example files does, as tests."""

# ruff: noqa: D102 - the name of a test says what it shows

import json

import pytest

from km_data.formats.contracts import ExampleFormat
from km_data.records import (
    AnyExample,
)
from km_data.testing.samples import EXAMPLES


class ExampleFormatContract:
    """What every form of example files does. Fixture: ``form``."""

    @pytest.fixture
    def form(self) -> ExampleFormat:
        raise NotImplementedError

    def test_is_an_example_format(self, form: ExampleFormat) -> None:
        assert isinstance(form, ExampleFormat)

    @pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
    def test_says_an_example_or_refuses_it(self, form: ExampleFormat, example: AnyExample) -> None:
        try:
            rows = form.to_rows(example)
        except ValueError:
            return
        assert json.loads(json.dumps(rows)) == rows
        assert all(map(form.recognizes, rows))

    @pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
    def test_reads_what_it_writes(self, form: ExampleFormat, example: AnyExample) -> None:
        try:
            (row,) = form.to_rows(example)
        except ValueError:
            pytest.skip("this form does not say such an example in one row")
        assert example == form.from_row(row, 1)

    def test_takes_no_row_without_a_prompt(self, form: ExampleFormat) -> None:
        assert not form.recognizes({"id": "1", "text": "?"})
