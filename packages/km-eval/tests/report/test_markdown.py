import pytest

from km_eval.report.markdown import bar, table


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, ""), (0.5, "██"), (1.0, "████"), (1 / 32, "▏"), (0.53, "██▏")]
)
def test_bar_has_the_length_of_the_share(share, expected):
    assert expected == bar(share, 4)


def test_table_escapes_what_would_end_a_cell():
    assert table(["x"], [["a|b\nc"]]).splitlines()[-1] == r"| a\|b c |"
