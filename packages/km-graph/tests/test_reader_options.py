from dataclasses import dataclass
from typing import Literal

import pytest

from km_graph.errors import ConfigError
from km_graph.formats.delimited import TSV
from km_graph.reader_options import with_options


@dataclass(frozen=True)
class Reader:
    separator: str = ","
    header: bool = False
    batch: int = 10
    share: float = 0.5
    labels: Literal["iri", "rdfs"] = "iri"
    types: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()


def test_no_options_leave_a_reader_as_it_is():
    assert with_options(TSV, {}, name="tsv") is TSV


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("|", "separator", "|"),
        ("true", "header", True),
        ("no", "header", False),
        ("3", "batch", 3),
        ("0.25", "share", 0.25),
        ("rdfs", "labels", "rdfs"),
        ("[a, b]", "types", ("a", "b")),
        ("007", "separator", "007"),
    ],
)
def test_text_becomes_what_the_option_is(text, name, value):
    assert value == getattr(with_options(Reader(), {name: text}, name="own"), name)


def test_values_are_taken_as_they_are():
    made = with_options(Reader(), {"header": True, "batch": 3}, name="own")
    assert made == Reader(header=True, batch=3)


def test_an_unknown_option_suggests_the_nearest_and_lists_them():
    with pytest.raises(ConfigError) as caught:
        with_options(Reader(), {"seperator": "|"}, name="own")
    assert str(caught.value) == (
        "reader 'own': no option 'seperator', did you mean 'separator'? "
        "It has separator, header, batch, share, labels, types"
    )


def test_an_option_like_no_other_lists_them():
    with pytest.raises(ConfigError, match="no option 'xyz', it has separator, header"):
        with_options(Reader(), {"xyz": 1}, name="own")


def test_the_suffixes_are_not_chosen():
    with pytest.raises(ConfigError, match="no option 'suffixes'"):
        with_options(Reader(), {"suffixes": "[.a]"}, name="own")


def test_a_reader_without_options_says_so():
    with pytest.raises(ConfigError, match="no option 'header', it has none"):
        with_options(object(), {"header": True}, name="own")


def test_all_wrong_values_are_said_at_once():
    with pytest.raises(ConfigError) as caught:
        with_options(Reader(), {"batch": "many", "labels": "uri", "header": "[1"}, name="own")
    assert len(caught.value.problems) == 3
    assert caught.value.problems[0] == "option batch: expected int, found 'many'"


def test_what_the_reader_refuses_is_a_problem_too():
    with pytest.raises(ConfigError, match="separator"):
        with_options(TSV, {"separator": "\n"}, name="tsv")
