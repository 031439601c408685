"""Paths as sentences, one a hop."""

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

import yaml

from km_data.escaping import escaped
from km_data.textualizers.labels import safe
from km_data.textualizers.relation_names import Wording
from km_data.textualizers.relation_wording import relation_wording
from km_data.textualizers.templates import Template, template_of
from km_graph.errors import DataError
from km_graph.paths import Path
from km_graph.relation_path import Hop


class Sentences:
    """The textualizer ``sentences``, such as "Heat was directed by Michael Mann".

    A relation without a template is worded from its label (``relation_wording``). The direction
    of a hop is in its words, so that every sentence begins where the path stands.

    Args:
        templates: Sentences by relation, such as ``"{head} was directed by {tail}"``; or two of
            them, the second for walking from tail to head.

    Example:
        >>> from km_graph.relation_path import RelationPath
        >>> path = Path(("Heat", "Michael Mann", "Ali"), RelationPath.parse("directed_by/^made_by"))
        >>> print(SENTENCES.text(path))
        Heat was directed by Michael Mann. Michael Mann made Ali.
    """

    def __init__(self, templates: Mapping[str, Template] | None = None) -> None:
        self._templates = {
            relation: template_of(relation, stated)
            for relation, stated in (templates or {}).items()
        }
        self._said: dict[tuple[str, bool], Wording] = {}

    @classmethod
    def from_file(cls, path: str | FilePath) -> "Sentences":
        """Sentences with the templates of a YAML file, a mapping from relations.

        Raises:
            DataError: If the file cannot be read, or a template is not one.
        """
        templates = _mapping(path)
        try:
            return cls(templates)
        except (TypeError, ValueError) as error:
            raise DataError(path, str(error)) from error

    def text(self, path: Path) -> str:
        """One line for one path."""
        return " ".join(self.hop_texts(path)) or safe(path).entities[0]

    def hop_texts(self, path: Path) -> list[str]:
        """One sentence for each hop of a path."""
        entities = safe(path).entities
        hops = zip(entities, path.relation_path, entities[1:], strict=False)
        return [self._sentence(*hop) for hop in hops]

    def _sentence(self, start: str, hop: Hop, end: str) -> str:
        before, between, after, swapped = self._said.get(hop) or self._worded(*hop)
        first, second = (end, start) if swapped else (start, end)
        sentence = f"{before}{first}{between}{second}{after}"
        return sentence if sentence.endswith(".") else sentence + "."

    def _worded(self, relation: str, inverse: bool) -> Wording:
        both = self._templates.get(relation) or relation_wording(relation)
        before, between, after, swapped = both[inverse]
        wording = Wording(escaped(before), escaped(between), escaped(after), swapped)
        self._said[relation, inverse] = wording
        return wording


def _mapping(path: str | FilePath) -> dict[str, Any]:
    try:
        templates = yaml.safe_load(FilePath(path).read_text("utf-8"))
    except FileNotFoundError as error:
        raise DataError(path, "no such file") from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataError(path, f"expected YAML: {error}") from error
    if not isinstance(templates, dict):
        raise DataError(path, f"expected templates by relation, found {type(templates).__name__}")
    return templates


SENTENCES = Sentences()
