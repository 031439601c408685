"""The question source ``world-hops``: a test of following one to four hops through a graph.

``docs/explanation/graphqa.md`` is its datasheet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path

from km_data.graph_tasks.draws import Draws
from km_data.prompts import HELD_OUT
from km_data.records import Question
from km_data.world.distractors import distractors
from km_data.world.edits import counterfactual, silence
from km_data.world.facts import Edit, Facts, Followed
from km_data.world.graph import WORLD as WORLD_GRAPH
from km_data.world.phrasings import Phrasings, read_phrasings
from km_data.world.questions import worded
from km_graph.graph import Triple
from km_graph.relation_path import RelationPath

VERSION = 1
"""Counted up whenever a question or an answer changes; it stands in every id."""

NAME = f"world-hops-{VERSION}"

KINDS = ("plain", "counterfactual", "plain", "unanswerable")
"""Of every four questions of a relation path, in turn."""

PER_HOPS = 120
MAX_ANSWERS = 20
MAX_TRIPLES = 60
_TRIES = 25
UNKNOWN = "unknown"
"""What a model is told to answer where the facts do not say."""


@dataclass(frozen=True, slots=True)
class MultiHopQuestions:
    """A question source that needs no file; each question brings a graph of its own.

    Attributes:
        facts: Whether the text of a question states its graph, for models that are given no
            other. Else the text is the question alone.

    Example:
        >>> next(MULTI_HOP.read()).id
        'world-hops-1/plain/capital/Guadeloupe'
    """

    facts: bool = False

    needs_path = False

    def read(self, path: Path | None = None) -> Iterator[Question]:  # noqa: ARG002
        """The questions, by number of hops; ``path`` is not used."""
        return map(with_facts, questions()) if self.facts else iter(questions())


MULTI_HOP = MultiHopQuestions()


@cache
def questions() -> tuple[Question, ...]:
    """All of them."""
    world = Facts.of(WORLD_GRAPH.read())
    phrasings = list(chain(read_phrasings(), read_phrasings("long_phrasings.yaml")))
    lengths = sorted({len(some.relation_path) for some in phrasings})
    return tuple(
        question
        for hops in lengths
        for question in _of_length(world, [p for p in phrasings if len(p.relation_path) == hops])
    )


def with_facts(question: Question) -> Question:
    """The question with its graph stated in the text."""
    facts = "".join(f"{head} | {relation} | {tail}\n" for head, relation, tail in question.triples)
    before = f"Facts, one a line, as head | relation | tail:\n{facts}\nQuestion: "
    after = f"\nAnswer from these facts alone. If they do not say, answer: {UNKNOWN}"
    moved = tuple((start + len(before), end + len(before)) for start, end in question.mentions)
    return replace(question, text=before + question.text + after, mentions=moved)


def _of_length(world: Facts, phrasings: list[Phrasings]) -> Iterator[Question]:
    """Questions of so many hops, each relation path and each kind in turn."""
    topics = [iter(_topics(world, some)) for some in phrasings]
    for slot in range(PER_HOPS):
        turn, place = divmod(slot, len(phrasings))
        kind = KINDS[(turn + place) % len(KINDS)]
        some = islice(topics[place], _TRIES)
        made = (_question(world, kind, phrasings[place], topic) for topic in some)
        yield from filter(None, (next(filter(None, made), None),))


def _topics(world: Facts, phrasings: Phrasings) -> list[str]:
    """The entities that have the first hop, in an order of their own."""
    starts = world.starts(phrasings.relation_path[0])
    draws = Draws(f"{NAME} {phrasings.relation_path}")
    return draws.sample(starts, len(starts))


def _question(world: Facts, kind: str, phrasings: Phrasings, topic: str) -> Question | None:
    """The question of a kind about a topic; None if there is no good one."""
    path = phrasings.relation_path
    draws = Draws(f"{NAME} {path} {topic}")
    before = world.follow(topic, path)
    if not before.answers or not _is_small(before):
        return None
    edit = _edit(world, kind, path, topic, draws)
    after = None if edit is None else world.edited(edit).follow(topic, path)
    if edit is None or after is None or not _is_small(after):
        return None
    gold = (before.triples | after.triples) - set(edit.removed)
    own = gold.union(distractors(world, gold.union(edit.removed), draws))
    if not _speaks_of(own, topic, path):
        return None
    number = draws.below(len(phrasings.held_out))
    template = f"{NAME}/{kind}/{path}#{number + 1}{HELD_OUT}"
    return replace(
        worded(template, phrasings.held_out[number], path, topic, after.answers),
        id=f"{NAME}/{kind}/{path}/{topic}",
        triples=tuple(sorted(own)),
        answerable=bool(after.answers),
        removed=edit.removed,
        added=edit.added,
    )


def _edit(world: Facts, kind: str, path: RelationPath, topic: str, draws: Draws) -> Edit | None:
    if kind == "counterfactual":
        return counterfactual(world, topic, path, draws)
    return silence(world, topic, path, draws) if kind == "unanswerable" else Edit()


def _is_small(followed: Followed) -> bool:
    return len(followed.answers) <= MAX_ANSWERS and len(followed.triples) <= MAX_TRIPLES


def _speaks_of(triples: Iterable[Triple], topic: str, path: RelationPath) -> bool:
    """Whether a graph has the topic and the relations of a question, answer or no answer."""
    entities = {entity for head, _, tail in triples for entity in (head, tail)}
    relations = {relation for _, relation, _ in triples}
    return topic in entities and relations.issuperset(hop.relation for hop in path)
