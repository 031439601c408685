import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_eval.normalize import answer_key, normalize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Hague", "hague"),
        ("U.S.-born", "usborn"),
        ("  a  b\tc\n", "b c"),
        ("theatre", "theatre"),
        ("Zoë «Ö»", "zoë «ö»"),
        ("<pad>x", "padx"),
        ("The", ""),
        ("?", ""),
        ("A.", ""),
    ],
)
def test_normalizes(text, expected):
    assert expected == normalize(text)


@given(st.text())
def test_normalizing_twice_leaves_no_case_or_punctuation(text):
    assert not set(normalize(text)) & set(string.punctuation + string.ascii_uppercase)


@pytest.mark.parametrize(("text", "expected"), [("The", "the"), ("?!", "?!"), (" ", ""), ("", "")])
def test_answers_that_normalize_to_nothing_stay_themselves(text, expected):
    assert expected == answer_key(text)
