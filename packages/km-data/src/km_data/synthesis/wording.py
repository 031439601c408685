"""How a relation path is asked for: templates a user writes, else words made from the labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from km_data.textualizers.relation_names import PREPOSITIONS, is_plural, words_of
from km_graph.errors import DataError
from km_graph.relation_path import Hop, RelationPath

TOPIC_PLACE = "{topic}"
_HAVING = frozenset({"has", "have", "had"})
_OF_A_NAME = ("What is {}?", "Name {}.", "Tell me {}.", "Can you tell me {}?")
_OF_A_CLAUSE = ("{}?", "Tell me {}.", "Find out {}.", "Can you tell me {}?")


@dataclass(frozen=True, slots=True)
class Templates:
    """Wordings by relation path, each with ``{topic}`` where the topic stands."""

    by_path: Mapping[RelationPath, Sequence[str]] = field(default_factory=dict)

    def of(self, path: RelationPath) -> tuple[str, ...]:
        """The wordings of a relation path; made from the labels where nobody wrote any."""
        return tuple(self.by_path.get(path) or wordings_of(path))


def read_templates(path: Path) -> Templates:
    """Templates from YAML: a list of ``relation_path`` and ``phrasings``.

    Raises:
        DataError: If the file is not that, or a phrasing lacks ``{topic}``.
    """
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataError(path, f"expected YAML: {error}") from error
    if not isinstance(rows, list):
        raise DataError(path, "expected a list of relation_path and phrasings")
    return Templates(dict(_template(path, number, row) for number, row in enumerate(rows, 1)))


def _template(path: Path, number: int, row: Any) -> tuple[RelationPath, tuple[str, ...]]:
    if not isinstance(row, dict) or not {"relation_path", "phrasings"} <= row.keys():
        raise DataError(path, f"entry {number}: expected relation_path and phrasings")
    phrasings = row["phrasings"]
    whole = isinstance(phrasings, list) and all(
        isinstance(text, str) and text.count(TOPIC_PLACE) == 1 for text in phrasings
    )
    if not phrasings or not whole:
        raise DataError(path, f"entry {number}: expected phrasings with {TOPIC_PLACE} once each")
    return RelationPath.parse(str(row["relation_path"])), tuple(phrasings)


def wordings_of(path: RelationPath) -> tuple[str, ...]:
    """Wordings made from the labels of the relations.

    Example:
        >>> wordings_of(RelationPath.parse("^directed_by/has_genre"))[0]
        'What is the genre of what was directed by {topic}?'
        >>> wordings_of(RelationPath.parse("city_in"))[1]
        'Tell me what {topic} is city in.'
    """
    asked = TOPIC_PLACE
    for hop in path:
        asked = _phrase(hop, asked)
    forms: tuple[str, ...] = _OF_A_NAME if asked.startswith("the ") else _OF_A_CLAUSE
    if path and is_plural(words_of(path[-1].relation)[-1]):
        forms = tuple(form.replace(" is ", " are ") for form in forms)
    texts = (form.replace("{}", asked) for form in forms)
    return tuple(text[:1].upper() + text[1:] for text in texts)


def _phrase(hop: Hop, start: str) -> str:
    """What a hop leads to from ``start``."""
    words = words_of(hop.relation)
    said = " ".join(words)
    if len(words) > 1 and words[-1] in {*PREPOSITIONS, "by"}:
        being = "was" if words[-1] == "by" else "is"
        return f"what {being} {said} {start}" if hop.inverse else f"what {start} {being} {said}"
    if len(words) > 1 and (words[0] in _HAVING or words[0] in PREPOSITIONS):
        said = " ".join(words[1:])
    return f"what has {start} as its {said}" if hop.inverse else f"the {said} of {start}"
