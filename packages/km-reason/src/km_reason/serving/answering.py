"""A request's question, understood and answered, with every stage told."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from km_data.contracts import TEXTUALIZERS, Textualizer
from km_data.records import Prediction, Question
from km_graph.errors import InvalidQueryError, KmError
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.relation_path import RelationPath
from km_reason.contracts import Reasoner
from km_reason.grading import graded
from km_reason.linkers.linking import linked, near_names
from km_reason.serving.bodies import Asking
from km_reason.serving.graph_source import GraphSource
from km_reason.serving.limits import Limits
from km_reason.serving.reasoners import Reasoners
from km_reason.serving.refusals import Refusal
from km_reason.serving.stages import Stage, StageProgress, Tell

_NEAR = 200
"""Longest question for which names are suggested; it takes time for each word."""


class Answering:
    """Answers one question after the other.

    Args:
        source: The graph.
        reasoners: Who answers, by name.
        limits: What a question may ask for.
        min_confidence: Answers that are less sure are left out.
    """

    def __init__(
        self,
        source: GraphSource,
        reasoners: Reasoners,
        limits: Limits,
        *,
        min_confidence: float = 0.0,
    ) -> None:
        self.source = source
        self.reasoners = reasoners
        self.limits = limits
        self.min_confidence = min_confidence

    def answer(self, asking: Asking, tell: Tell, progress: StageProgress) -> Stage:
        """The last stage, which is the answer; those before it are told.

        Raises:
            Refusal: If the request is not one that can be answered.
            KmError: If it fails.
        """
        progress.check()
        reasoner = self.reasoners.named(asking.reasoner)
        graph = self.source.graph
        question = self._understood(graph, asking)
        tell({"stage": "linking", "topics": list(question.topics)})
        prediction = self._predicted(reasoner, graph, question, progress)
        evidence = [path_json(path) for path in prediction.evidence[: self.limits.paths]]
        paths = {"relation_paths": list(map(str, prediction.relation_paths)), "evidence": evidence}
        tell({"stage": "paths"} | paths)
        return {
            "stage": "answer",
            "question": question.text,
            "topics": list(question.topics),
            "answers": list(prediction.answers),
            "scores": list(prediction.scores),
            **paths,
            "truncated": len(prediction.evidence) > len(evidence),
            "reasoner": asking.reasoner or self.reasoners.names[0],
            "version": self.source.version,
            "tokens": prediction.tokens,
            "seconds": round(prediction.seconds, 6),
        }

    def _predicted(
        self,
        reasoner: Reasoner,
        graph: KnowledgeGraph,
        question: Question,
        progress: StageProgress,
    ) -> Prediction:
        prediction = reasoner.answer(graph, [question], progress=progress)[0]
        if prediction.error is not None:
            raise KmError(prediction.error)
        return graded(prediction, min_confidence=self.min_confidence)

    def _understood(self, graph: KnowledgeGraph, asking: Asking) -> Question:
        text = one_line(asking.question)
        self._check(text, asking)
        for topic in asking.topics:
            graph.entities.id(topic)
        paths = tuple(map(RelationPath.parse, asking.relation_paths))
        if any(len(path) > self.limits.hops for path in paths):
            raise Refusal(400, f"a relation path may have at most {self.limits.hops} hops")
        question = Question("1", text, tuple(asking.topics), relation_paths=paths, hops=asking.hops)
        if not asking.topics:
            question = linked([question], self.source.linker(graph))[0]
        if not question.topics:
            raise InvalidQueryError(_unrecognised(graph, text))
        return question

    def _check(self, text: str, asking: Asking) -> None:
        if not text:
            raise Refusal(400, "the question is empty; ask something in words")
        if len(text) > self.limits.characters:
            most = f"{self.limits.characters:,}"
            raise Refusal(
                413, f"the question has {len(text):,} characters; at most {most} are read"
            )
        if (asking.hops or 0) > self.limits.hops:
            raise Refusal(400, f"at most {self.limits.hops} hops can be asked for")


def one_line(text: str) -> str:
    """The text without control characters and halves of surrogate pairs: no question needs them."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).strip()


@cache
def _sentences() -> Textualizer:
    # Kept, as finding a plugin takes milliseconds.
    textualizer: Textualizer = TEXTUALIZERS.load("sentences")
    return textualizer


def path_json(path: Path) -> Stage:
    """A path for those who draw it, and its sentence for those who read it."""
    return {
        "entities": list(path.entities),
        "triples": [list(triple) for triple in path.triples()],
        "relation_path": str(path.relation_path),
        "sentence": _sentences().text(path),
    }


def in_words(answer: Mapping[str, Any]) -> str:
    """An answer as a chat shows it: the answers, and the sentences they rest on."""
    if not answer["answers"]:
        return f"The graph does not say: no path from {_either(answer['topics'])} answers this."
    listed = ", ".join(answer["answers"])
    evidence = "\n".join(f"- {path['sentence']}" for path in answer["evidence"])
    return f"{listed}\n\n{evidence}" if evidence else listed


def _either(topics: Sequence[str]) -> str:
    return " or ".join(topics)


def _unrecognised(graph: KnowledgeGraph, text: str) -> str:
    near = near_names(graph, text) if len(text) <= _NEAR else ()
    names = f"; did you mean {', '.join(map(repr, near))}?" if near else ""
    return f"no entity of the graph is recognised in the question{names}"
