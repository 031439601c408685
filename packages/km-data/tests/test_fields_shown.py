import pytest

from km_data.fields_shown import fields_shown, safe
from km_data.records import Example, Prediction, Question, Turn
from km_graph.graph import Triple
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


def test_own_graph_is_summed_up() -> None:
    triples = tuple(Triple("a", "r", str(number)) for number in range(1234))
    shown = dict(fields_shown(Question("1", "?", triples=triples)))["triples"]
    assert shown == "1,234 triples\n(a; r; 0)\n(a; r; 1)\n(a; r; 2) … 1,231 more"


def test_long_text_is_shown_without_its_middle() -> None:
    shown = safe("a" + "x" * 1_000_000 + "z")
    assert (shown[0], shown[-1]) == ("a", "z")
    assert "… 999,002 characters left out …" in shown
    assert len(shown) < 1100


def test_terminal_is_not_commanded() -> None:
    assert r"a\x1b[2Jb\u202ec" == safe("a\x1b[2Jb\u202ec")


@pytest.mark.parametrize("text", ["two\nlines", "tab\there", "中文\u3000字", "é\u200d"])
def test_other_text_is_as_it_was(text: str) -> None:
    assert text == safe(text)


def test_evidence_is_a_path_a_line() -> None:
    path = Path(("Paris", "France"), RelationPath.parse("^capital"))
    shown = dict(fields_shown(Prediction("1", ("France",), evidence=(path, path))))["evidence"]
    assert shown == "Paris → France  by ^capital\nParis → France  by ^capital"


def test_history_is_a_dialogue() -> None:
    example = Example("1", "And?", "Yes", history=(Turn("Who?", "Ada"),))
    assert dict(fields_shown(example))["history"] == "user: Who?\nassistant: Ada"


def test_aliases_stand_by_their_answers() -> None:
    question = Question("1", "?", answers=("a", "b"), aliases={"a": ("A", "Å"), "b": ("B",)})
    assert dict(fields_shown(question))["aliases"] == "a = A, Å; b = B"
