"""Questions about the world: every relation path of ``phrasings.yaml`` asked of many topics."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from km_data.following import answers_along
from km_data.prompts import HELD_OUT
from km_data.records import Question
from km_data.world.graph import WORLD as WORLD_GRAPH
from km_data.world.phrasings import Phrasings, read_phrasings
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath

# So that each number of hops is asked about equally often; there are fewer long relation paths.
TOPICS_PER_RELATION_PATH = {1: 60, 2: 50, 3: 100}
MAX_ANSWERS = 60

_WITH_ARTICLE = {
    "Bahamas", "Central African Republic", "Comoros", "Democratic Republic of the Congo",
    "Dominican Republic", "Gambia", "Isle of Man", "Maldives", "Netherlands",
    "Palestinian Territory", "Philippines", "Republic of the Congo", "Seychelles",
}  # fmt: skip


class WorldQuestions:
    """A question source that needs no file.

    Every pair of topic and relation path is asked once in a phrasing to train on and once in one
    that is held out of training, where there is one.
    """

    needs_path = False

    def read(self, path: Path | None = None) -> Iterator[Question]:  # noqa: ARG002
        """The questions, by relation path, then topic; ``path`` is not used."""
        graph = KnowledgeGraph.from_triples(WORLD_GRAPH.read())
        for phrasings in read_phrasings():
            for topic, answers in _asked(graph, phrasings.relation_path):
                yield from _questions(phrasings, topic, answers)


WORLD = WorldQuestions()


def _asked(graph: KnowledgeGraph, path: RelationPath) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Topics of a relation path, drawn by the hash of their names, with their answers."""
    wanted = TOPICS_PER_RELATION_PATH[len(path)]
    drawn = sorted(_starts(graph, path), key=lambda label: _draw(f"{path} {label}"))
    some = sorted(drawn[: 3 * wanted], key=drawn.index)  # some of them have no answer
    pairs = [(topic, path) for topic in some]
    found = answers_along(graph, pairs, walker=ReferenceWalker())
    answered = (
        (topic, answers)
        for topic, answers in zip(some, found, strict=True)
        if 1 <= len(answers) <= MAX_ANSWERS
    )
    yield from sorted(pair for pair, _ in zip(answered, range(wanted), strict=False))


def _starts(graph: KnowledgeGraph, path: RelationPath) -> list[str]:
    """The entities that have the first hop of a relation path."""
    relation = graph.relations.id(path[0].relation)
    csr = graph.backward if path[0].inverse else graph.forward
    entities = np.repeat(np.arange(graph.n_entities), np.diff(csr.offsets))
    return [graph.entities[i] for i in np.unique(entities[csr.relations == relation]).tolist()]


def _questions(phrasings: Phrasings, topic: str, answers: tuple[str, ...]) -> Iterator[Question]:
    for texts, mark in ((phrasings.trained, ""), (phrasings.held_out, HELD_OUT)):
        if texts:
            number = _draw(f"{topic} {phrasings.relation_path}") % len(texts)
            template = f"{phrasings.relation_path}#{number + 1}{mark}"
            yield worded(template, texts[number], phrasings.relation_path, topic, answers)


def worded(
    template: str, phrasing: str, path: RelationPath, topic: str, answers: Sequence[str]
) -> Question:
    """The question that a phrasing asks about a topic."""
    before, _, after = phrasing.partition("{topic}")
    if _has_article(topic) and not before.endswith("the "):
        before += "the " if before else "The "
    return Question(
        id=f"{template}/{topic}",
        text=before + topic + after,
        topics=(topic,),
        answers=tuple(answers),
        mentions=((len(before), len(before) + len(topic)),),
        relation_paths=(path,),
        hops=len(path),
        template=template,
    )


def _has_article(topic: str) -> bool:
    return topic in _WITH_ARTICLE or topic.startswith("United ") or topic.endswith(" Islands")


def _draw(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
