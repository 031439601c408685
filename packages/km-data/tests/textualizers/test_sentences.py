from pathlib import Path

import pytest

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.testing import TextualizerContract
from km_data.textualizers.sentences import SENTENCES, Sentences
from km_graph.errors import DataError
from km_graph.paths import Path as GraphPath
from km_graph.relation_path import RelationPath


class TestSentences(TextualizerContract):
    @pytest.fixture
    def textualizer(self) -> Textualizer:
        return TEXTUALIZERS.load("sentences")


def said(relation_path: str, textualizer: Sentences = SENTENCES) -> str:
    hops = RelationPath.parse(relation_path)
    return textualizer.text(GraphPath(("Heat", "Al Pacino", "Ali")[: len(hops) + 1], hops))


@pytest.mark.parametrize(
    ("relation_path", "expected"),
    [
        ("directed_by", "Heat was directed by Al Pacino."),
        ("^directed_by", "Heat directed Al Pacino."),
        ("^written_by", "Heat wrote Al Pacino."),
        ("starred_actors", "Heat starred the actor Al Pacino."),
        ("^starred_actors", "Heat is an actor that Al Pacino starred."),
        ("has_genre", "Heat has the genre Al Pacino."),
        ("^has_genre", "Heat is the genre of Al Pacino."),
        ("^has_tags", "Heat is among the tags of Al Pacino."),
        ("location.country.languages_spoken", "The languages spoken in Heat include Al Pacino."),
        ("^people.person.place_of_birth", "Heat is the place of birth of Al Pacino."),
        ("city_in", "Heat is a city in Al Pacino."),
        ("^city_in", "Heat is what Al Pacino is a city in."),
        ("located_in", "Heat is located in Al Pacino."),
        ("wasBornIn", "Heat was born in Al Pacino."),
        ("in_language", "Heat is in the language Al Pacino."),
        ("^borders", "Heat is bordered by Al Pacino."),
        ("P31", "The P31 of Heat is Al Pacino."),
        ("<http://x.org/ns#birthPlace>", "The birth place of Heat is Al Pacino."),
        ("made_by/^made_by", "Heat was made by Al Pacino. Al Pacino made Ali."),
    ],
)
def test_relations_are_read_from_their_labels(relation_path: str, expected: str) -> None:
    assert expected == said(relation_path)


def test_no_second_full_stop() -> None:
    path = GraphPath(("a", "Davis Jr."), RelationPath.parse("made_by"))
    assert SENTENCES.text(path) == "a was made by Davis Jr."


@pytest.mark.parametrize(
    ("template", "forward", "inverse"),
    [
        ("{head} is led by {tail}.", "Heat is led by Al Pacino.", "Heat led Al Pacino."),
        ("The r of {head} is {tail}", "The r of Heat is Al Pacino.", "Heat is the r of Al Pacino."),
        ("{head} likes {tail}", "Heat likes Al Pacino.", "Heat is what Al Pacino likes."),
        ("{tail} fed {head}", "Al Pacino fed Heat.", "Heat fed Al Pacino."),
        ("Of {head}: {tail}", "Of Heat: Al Pacino.", "Of Al Pacino: Heat."),
        (["{head} a {tail}", "{tail} b {head}"], "Heat a Al Pacino.", "Heat b Al Pacino."),
    ],
)
def test_templates_word_both_directions(
    template: str | list[str], forward: str, inverse: str
) -> None:
    mine = Sentences({"r": template})
    assert (forward, inverse) == (said("r", mine), said("^r", mine))


def test_templates_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "templates.yaml"
    file.write_text("made_by: '{head} is the work of {tail}'\n", "utf-8")
    assert said("made_by", Sentences.from_file(file)) == "Heat is the work of Al Pacino."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("r: '{head} only'", r"expected {head} and {tail} once each in the template of 'r'"),
        ("r: 7", "expected one or two sentences as the template of 'r', found 7"),
        ("- r", "expected templates by relation, found list"),
        ("r: [", "expected YAML"),
    ],
)
def test_bad_templates_are_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "templates.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        Sentences.from_file(file)


def test_missing_templates_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.yaml: no such file"):
        Sentences.from_file(tmp_path / "none.yaml")
