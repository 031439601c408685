import pytest

from km_reason.reasoners.said_answers import said_answers

ENTITIES = ["Al Pacino", "Robert De Niro", "1. FC Köln", "Crosby, Stills and Nash", "AC\\DC"]


@pytest.mark.parametrize(
    "line",
    ["Al Pacino", "- Al Pacino", "1. Al Pacino", "**Al Pacino**", '"al pacino".', "* Al Pacino."],
)
def test_a_name_is_found_however_it_is_dressed(line: str) -> None:
    assert ("Al Pacino",) == said_answers(line, ENTITIES).supported


def test_a_label_that_looks_dressed_is_taken_as_it_stands() -> None:
    assert ("1. FC Köln",) == said_answers("1. FC Köln", ENTITIES).supported


def test_a_list_with_commas_is_taken_apart_if_all_of_it_is_known() -> None:
    said = said_answers("Al Pacino, Robert De Niro\nAl Pacino, Elvis", ENTITIES)
    assert ("Al Pacino", "Robert De Niro") == said.supported
    assert ("Al Pacino, Elvis",) == said.unsupported


def test_a_label_with_commas_is_one_answer() -> None:
    said = said_answers("Crosby, Stills and Nash", ENTITIES)
    assert ("Crosby, Stills and Nash",) == said.supported


def test_escapes_are_undone() -> None:
    assert ("AC\\DC",) == said_answers("AC\\\\DC", ENTITIES).supported


def test_an_answer_is_given_once_in_the_order_of_the_model() -> None:
    said = said_answers("Robert De Niro\nAl Pacino\nrobert de niro", ENTITIES)
    assert ("Robert De Niro", "Al Pacino") == said.supported


def test_whatever_else_is_said_is_unsupported() -> None:
    said = said_answers("Here are the answers:\nElvis", ENTITIES)
    assert ((), ("Here are the answers:", "Elvis")) == said
