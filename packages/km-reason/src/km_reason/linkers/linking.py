"""Topics for questions that come without."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_reason.contracts import EntityLinker
from km_reason.linkers.exact import STOP_WORDS

_TOKEN = re.compile(r"\w[\w'’.-]*")


def linked(questions: Iterable[Question], linker: EntityLinker) -> list[Question]:
    """The questions, those without topics with the entities that the linker finds in them.

    Example:
        >>> from km_reason.linkers.exact import ExactLinker
        >>> graph = KnowledgeGraph.from_triples([("Heat", "directed_by", "Michael Mann")])
        >>> linked([Question("1", "who directed Heat?")], ExactLinker(graph))[0].topics
        ('Heat',)
    """
    return [item if item.topics else _link(item, linker) for item in questions]


def _link(question: Question, linker: EntityLinker) -> Question:
    links = linker.link(question.text)
    return replace(
        question,
        topics=tuple(dict.fromkeys(link.entity for link in links)),
        mentions=tuple(dict.fromkeys((link.start, link.end) for link in links)),
    )


def near_names(graph: KnowledgeGraph, text: str, *, limit: int = 3) -> tuple[str, ...]:
    """Entities spelt nearly like something in the text, for "did you mean"."""
    found: dict[str, None] = {}
    for phrase in _phrases(text):
        capital = phrase[0].upper() + phrase[1:]  # "heet" is nearer to "Heat" so
        found.update(dict.fromkeys(graph.entities.near(capital) or graph.entities.near(phrase)))
        if len(found) >= limit:
            break
    return tuple(found)[:limit]


def _phrases(text: str) -> Iterator[str]:
    """What may be meant as a name, likeliest first: runs of capitalised words, runs, words."""
    tokens = list(_TOKEN.finditer(text))
    wanted = [
        match
        for i, match in enumerate(tokens)
        if match[0].casefold() not in STOP_WORDS and (i or not match[0].islower())
    ]
    capital = [match for match in wanted if not match[0].islower()]
    phrases = [*_runs(text, capital), *_runs(text, wanted), *(match[0] for match in wanted)]
    yield from dict.fromkeys(phrases)


def _runs(text: str, words: list[re.Match[str]]) -> Iterator[str]:
    start: int | None = None
    for i, word in enumerate(words):
        start = word.start() if start is None else start
        following = words[i + 1] if i + 1 < len(words) else None
        if following is None or text[word.end() : following.start()].strip():
            yield text[start : word.end()]
            start = None
