"""Paths as pieces of text that are tokenised apart, each once."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from km_data.prompts import PATH_END, PATH_START
from km_data.textualizers.arrows import ARROWS
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.relation_path import Hop, RelationPath

Tokenize = Callable[[Sequence[str]], Sequence[Sequence[int]]]
"""Texts to their token ids, without tokens of begin and end."""

_BEFORE = "x"
"""What stands before a piece when it is tokenised, for tokenizers that treat a start apart."""


def following(tokenize: Tokenize, texts: Sequence[str]) -> list[NDArray[np.int32]]:
    """The tokens of texts that follow something."""
    n = len(tokenize([_BEFORE])[0])
    rows = tokenize([_BEFORE + text for text in texts]) if texts else []
    return [np.asarray(tokens[n:], np.int32) for tokens in rows]


class Pieces:
    r"""The tokens of what a path is written with: ``<PATH>A -> r -> B <- s <- C</PATH>``.

    A path is cut where a space begins a word, which is where tokenizers cut anyway: ``<PATH>A``,
    `` -> r ->``, `` B``, `` <- s <-``, `` C``, ``</PATH>``.

    Args:
        graph: Whose labels they are.
        tokenize: The model's tokenizer.
    """

    def __init__(self, graph: KnowledgeGraph, tokenize: Tokenize) -> None:
        self._graph = graph
        self._tokenize = tokenize
        self._entities: dict[int, NDArray[np.int32]] = {}
        self._relations: dict[int, NDArray[np.int32]] = {}
        self.close = following(tokenize, [PATH_END])[0]

    def opened(self, topics: Sequence[int]) -> list[NDArray[np.int32]]:
        """The start of a path with each of these topics."""
        texts = [PATH_START + _label(self._graph.entities[topic]) for topic in topics]
        return [np.asarray(tokens, np.int32) for tokens in self._tokenize(texts)]

    def hops(
        self, relations: NDArray[np.int32], entities: NDArray[np.int32]
    ) -> list[NDArray[np.int32]]:
        """The pieces of hops, given as signed relation and the entity it leads to."""
        self._learn(self._relations, np.unique(relations).tolist(), self._relation_text)
        self._learn(self._entities, np.unique(entities).tolist(), self._entity_text)
        pairs = zip(relations.tolist(), entities.tolist(), strict=True)
        return [np.concatenate([self._relations[r], self._entities[e]]) for r, e in pairs]

    def _learn(
        self, known: dict[int, NDArray[np.int32]], ids: list[int], text: Callable[[int], str]
    ) -> None:
        new = [one for one in ids if one not in known]
        known.update(zip(new, following(self._tokenize, list(map(text, new))), strict=True))

    def _relation_text(self, relation: int) -> str:
        hop = Hop(self._graph.relations[max(relation, ~relation)], relation < 0)
        return ARROWS.text(Path(("", ""), RelationPath([hop])))[:-1]

    def _entity_text(self, entity: int) -> str:
        return " " + _label(self._graph.entities[entity])


def _label(label: str) -> str:
    return ARROWS.text(Path((label,), RelationPath()))
