"""The graph that is asked: one that stays, or the newest of a store."""

from collections.abc import Callable, Iterator
from itertools import islice
from threading import Lock

from km_graph.graph import KnowledgeGraph
from km_graph.graph.grown_vocabulary import GrownVocabulary
from km_graph.graph.vocabulary import Vocabulary
from km_graph.store import Batch, GraphStore
from km_reason.contracts import EntityLinker
from km_reason.serving.refusals import Refusal

MakeLinker = Callable[[KnowledgeGraph], EntityLinker]


class GraphSource:
    """A graph or a store, and the linker for what it holds now.

    Args:
        source: What is asked.
        make_linker: Makes the linker of a graph; called again when there are new entities.
        editable: Whether the store may be changed.
    """

    def __init__(
        self,
        source: KnowledgeGraph | GraphStore,
        make_linker: MakeLinker,
        *,
        editable: bool = False,
    ) -> None:
        self._source = source
        self._make_linker = make_linker
        self._linked: tuple[KnowledgeGraph, EntityLinker] | None = None
        self._lock = Lock()
        self.editable = editable and isinstance(source, GraphStore)

    @property
    def graph(self) -> KnowledgeGraph:
        """The graph as it is now."""
        return self._source.graph if isinstance(self._source, GraphStore) else self._source

    @property
    def version(self) -> int | None:
        """Of the store."""
        return self._source.version if isinstance(self._source, GraphStore) else None

    def linker(self, graph: KnowledgeGraph) -> EntityLinker:
        """The linker of a graph: the last one made, if that has the same entities."""
        with self._lock:
            if self._linked is None or not _same_entities(self._linked[0], graph):
                self._linked = (graph, self._make_linker(graph))
            return self._linked[1]

    def apply(self, batch: Batch, expected_version: int | None) -> int:
        """Change the store; returns its version then.

        Raises:
            Refusal: If it may not be changed.
            KmError: If it cannot be.
        """
        if not self.editable or not isinstance(self._source, GraphStore):
            raise Refusal(403, "this server does not let the graph be changed")
        return self._source.apply(batch, expected_version=expected_version)

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Entities that begin with ``prefix`` as it is typed, with a capital, or in capitals."""
        entities = self.graph.entities
        starts = dict.fromkeys([prefix, prefix[:1].upper() + prefix[1:], prefix.title()])
        found = (label for start in starts for label in _beginning(entities, start))
        return list(islice(dict.fromkeys(islice(found, 4 * limit)), limit))

    def close(self) -> None:
        """Give the store back."""
        if isinstance(self._source, GraphStore):
            self._source.close()


def _same_entities(one: KnowledgeGraph, other: KnowledgeGraph) -> bool:
    """Whether what a linker knows of one holds for the other; no label is looked at."""
    if one is other:
        return True
    first, second = one.entities, other.entities
    return _base(first) is _base(second) and len(first) == len(second)


def _base(entities: Vocabulary) -> Vocabulary:
    return entities.base if isinstance(entities, GrownVocabulary) else entities


def _beginning(entities: Vocabulary, prefix: str) -> Iterator[str]:
    base = _base(entities)
    for at in range(base.position(prefix.encode()), len(base)):
        if not base[at].startswith(prefix):
            break
        yield base[at]
    for at in range(len(base), len(entities)):
        if entities[at].startswith(prefix):
            yield entities[at]
