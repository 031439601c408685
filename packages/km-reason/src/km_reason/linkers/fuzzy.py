"""Entities that a question names nearly as the graph spells them."""

from km_graph.errors import MissingDependencyError
from km_graph.graph import KnowledgeGraph
from km_reason.contracts import Link
from km_reason.linkers.exact import ExactLinker
from km_reason.linkers.names import names_of
from km_reason.linkers.phrases import phrases


class FuzzyLinker:
    """Finds names as ``exact`` does; where it finds none, the names spelt nearly like a phrase.

    Of all phrases of the question the one counts that is nearest to a name; if several entities
    are equally near, all of them are alternatives, in order of their ids. Nearness is the share
    of characters that stay (Indel distance), whatever their case. A search looks at every name,
    which takes milliseconds for some ten thousand and up to a second for millions.

    Args:
        graph: Whose entities to find.
        nearness: How near a name must be, 0 to 100.

    Raises:
        MissingDependencyError: If rapidfuzz is not installed.
    """

    def __init__(self, graph: KnowledgeGraph, *, nearness: float = 85.0) -> None:
        # Not at the top: without it the user is told what to install.
        try:
            from rapidfuzz import fuzz, process  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise MissingDependencyError("the linker fuzzy", "km-reason[fuzzy]") from error
        self._search, self._scorer = process.extract, fuzz.ratio
        self._exact = ExactLinker(graph)
        self._labels = graph.entities
        named = list(names_of(graph))
        self._names = [name.casefold() for name, _ in named]
        self._entities = [entity for _, entity in named]
        self._nearness = nearness

    def link(self, text: str) -> list[Link]:
        """The entities mentioned, in order of the text; empty if none is recognised."""
        return self._exact.link(text) or self._nearest(text)

    def _nearest(self, text: str) -> list[Link]:
        best, links = self._nearness, list[Link]()
        for start, end in phrases(text):
            near = self._search(
                text[start:end].casefold(),
                self._names,
                scorer=self._scorer,
                score_cutoff=best,
                limit=10,
            )
            if near and (not links or near[0][1] > best):
                best = near[0][1]
                places = sorted({self._entities[at] for _, score, at in near if score == best})
                links = [Link(self._labels[entity], start, end) for entity in places]
        return links
