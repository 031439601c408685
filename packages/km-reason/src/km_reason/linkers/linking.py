"""Topics for questions that come without."""

from collections.abc import Iterable
from dataclasses import replace

from km_data.records import Question
from km_graph.graph import KnowledgeGraph
from km_reason.contracts import EntityLinker
from km_reason.linkers.phrases import phrases


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
    for phrase in dict.fromkeys(text[start:end] for start, end in phrases(text)):
        capital = phrase[0].upper() + phrase[1:]  # "heet" is nearer to "Heat" so
        found.update(dict.fromkeys(graph.entities.near(capital) or graph.entities.near(phrase)))
        if len(found) >= limit:
            break
    return tuple(found)[:limit]
