import pytest

from km_data.records import Example
from km_graph.errors import TrainingError
from km_train.encoding import IGNORED, encode
from km_train.loading import load_tokenizer


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer("tiny")


def test_completion_and_end_are_trained_and_nothing_else(tokenizer, examples):
    row = encode(examples, tokenizer, max_tokens=99).rows[0]
    trained = [label for label in row.labels if label != IGNORED]
    assert f"{examples[0].completion}</s>" == tokenizer.decode(trained)


def test_row_is_prompt_then_completion_then_end(tokenizer, examples):
    row = encode(examples, tokenizer, max_tokens=99).rows[0]
    expected = f"{examples[0].prompt}{examples[0].completion}</s>"
    assert expected == tokenizer.decode(row.input_ids)


def test_no_token_crosses_the_border_of_prompt_and_completion(tokenizer):
    row = encode([Example("1", "cap", "ital")], tokenizer, max_tokens=99).rows[0]
    assert tokenizer("cap")["input_ids"] == row.input_ids[: row.labels.count(IGNORED)]


def test_overlong_examples_are_listed_and_none_is_cut(tokenizer):
    examples = [Example("short", "a", "b"), Example("long", "word " * 50, "b")]
    encoded = encode(examples, tokenizer, max_tokens=20)
    assert (("long",), ["short"]) == (encoded.overlong, [row.id for row in encoded.rows])


def test_overlong_example_is_an_error_if_asked(tokenizer):
    examples = [Example("short", "a", "b"), Example("long", "word " * 50, "b")]
    with pytest.raises(TrainingError, match=r"1 of 2 examples .* max_tokens 20, 'long'"):
        encode(examples, tokenizer, max_tokens=20, overlong="error")


def test_only_overlong_examples_are_an_error(tokenizer):
    with pytest.raises(TrainingError, match=r"1 of 1 examples .*; raise train.max_tokens$"):
        encode([Example("long", "word " * 50, "b")], tokenizer, max_tokens=20)


def test_no_example_is_an_error(tokenizer):
    with pytest.raises(TrainingError, match="no example"):
        encode([], tokenizer, max_tokens=20)


def test_distinct_keeps_the_first_of_equal_rows(tokenizer):
    examples = [
        Example(name, "a", completion) for name, completion in zip("123", "xyx", strict=True)
    ]
    encoded = encode(examples, tokenizer, max_tokens=20, distinct=True)
    assert (["1", "2"], 1) == ([row.id for row in encoded.rows], encoded.duplicates)


def test_summary_counts_tokens(tokenizer, examples):
    encoded = encode(examples, tokenizer, max_tokens=99)
    summary = encoded.summary()
    assert sum(len(row.input_ids) for row in encoded.rows) == summary["tokens"]
    assert sum(row.trained for row in encoded.rows) == summary["trained_tokens"]
