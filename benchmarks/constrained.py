"""Decoding under the constraint of a graph, beside the prefix function of transformers.

The model is left out: in its place stand logits of 128,256 tokens that are given at no cost. So
what is measured is what a step costs besides the model.
"""

import itertools
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from measuring import DATA, Row, cpu, goal, once, row
from transformers import PrefixConstrainedLogitsProcessor

from km_data.world.graph import WORLD
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.paths import Groups
from km_graph.walkers import load_walker
from km_reason.constrained.choosing import Decoding
from km_reason.constrained.path_language import PathLanguage
from km_reason.constrained.search import search
from km_reason.linkers.exact import ExactLinker

BEAMS, TOKENS, STEPS = 10, 128_256, 64
PACKAGE = "km-reason"


def rows() -> list[Row]:
    """One row for each thing measured."""
    metaqa = DATA / "metaqa" / "kb.txt.gz"
    graph = (
        open_graph(metaqa, format="metaqa")
        if metaqa.is_file()
        else KnowledgeGraph.from_triples(WORLD.read(None))
    )
    torch.set_num_threads(1)
    return [*_steps(graph), *_tries(graph), _linking(graph)]


class _Logits:
    """In the place of a model: random logits, counted."""

    device = torch.device("cpu")

    def __init__(self) -> None:
        self.steps = 0
        self._logits = torch.randn(BEAMS, 1, TOKENS)

    def __call__(self, input_ids: torch.Tensor, **_: object) -> Any:
        self.steps += 1
        return SimpleNamespace(logits=self._logits[: len(input_ids)], past_key_values=())


def _tokenize(texts: Sequence[str]) -> list[list[int]]:
    """Words of up to four letters, each a token; what real tokenizers make is about as long."""
    return [[_token(text[i : i + 4]) for i in range(0, len(text), 4)] for text in map(str, texts)]


def _token(piece: str) -> int:
    """A token for a piece of text."""
    return int.from_bytes(piece.encode()[:8], "little") % (TOKENS - 1) + 1


def _topics(graph: KnowledgeGraph, n: int) -> list[int]:
    degrees = np.diff(graph.forward.offsets) + np.diff(graph.backward.offsets)
    return np.random.default_rng(0).choice(np.flatnonzero(degrees > 2), n).tolist()


def _steps(graph: KnowledgeGraph) -> list[Row]:
    language = PathLanguage(graph, load_walker("native"), _tokenize, max_hops=3)
    topics = _topics(graph, 20)
    model = _Logits()

    def ours() -> None:
        for topic in topics:
            constraints = [language.around([topic])]
            search(model, [[1]], constraints, decoding=Decoding(BEAMS), max_tokens=STEPS, pad=0)

    first = once(ours)
    model.steps = 0
    step = cpu(ours) / (model.steps / 6)  # five times and once to warm up
    scores = model._logits[:, 0]
    unconstrained = cpu(lambda: scores.log_softmax(-1).topk(2 * BEAMS), 20)
    allowed = language.around(topics[:1]).start().allowed.tolist()
    prefix = PrefixConstrainedLogitsProcessor(lambda *_: allowed, 1)
    ids = torch.ones(BEAMS, 20, dtype=torch.long)
    peer = cpu(lambda: prefix(ids, scores).log_softmax(-1).topk(2 * BEAMS), 20)
    work = "a step of 10 beams, 128k tokens"
    return [
        row(PACKAGE, work, "ms", step * 1e3, "prefix function of transformers", peer * 1e3, 20),
        row(PACKAGE, work, "ms", step * 1e3, "unconstrained: softmax, best", unconstrained * 1e3),
        goal(PACKAGE, work, "ms", step * 1e3, 0.5),
        row(PACKAGE, "a question's tries and steps, first time", "ms", first / len(topics) * 1e3,
            "the second time", step * model.steps / 6 / len(topics) * 1e3),
    ]  # fmt: skip


def _tries(graph: KnowledgeGraph) -> list[Row]:
    """All paths of a question at once, as GCR indexes them."""
    walker = load_walker("native")
    sources = Groups.of([_topics(graph, 1)])
    walks = walker.all_walks(graph, sources, max_hops=3, limit=1000).labeled(graph)
    tokens = Groups.of(_tokenize(list(map(str, walks))))
    build = cpu(lambda: walker.token_trie(tokens))
    return [goal(PACKAGE, f"trie of {len(walks):,} paths", "ms", build * 1e3, 5.0)]


def _linking(graph: KnowledgeGraph) -> Row:
    linker = ExactLinker(graph)
    labels = [graph.entities[topic] for topic in _topics(graph, 1000)]
    asked = [f"which films share directors with the film {label}?" for label in labels]
    seconds = cpu(lambda: list(itertools.chain.from_iterable(map(linker.link, asked))))
    names = f"link a question, {len(graph.entities):,} names"
    return goal(PACKAGE, names, "us", seconds / len(asked) * 1e6, 50.0)
