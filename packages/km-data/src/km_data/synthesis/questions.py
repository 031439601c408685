"""Questions along relation paths, each with exactly the answers that following it gives."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from km_data.following import answers_within
from km_data.records import Question
from km_data.synthesis.drawing import Ids, draw_paths, draw_topics, number_of
from km_data.synthesis.wording import TOPIC_PLACE, Templates
from km_graph.graph import KnowledgeGraph
from km_graph.relation_path import RelationPath
from km_graph.walkers import Walker

_TRIED = 8  # times as many topics as are wanted
_AT_ONCE = 64


@dataclass
class Synthesis:
    """Makes questions, and counts those it drops.

    Attributes:
        graph: The graph to ask about.
        walker: Who walks it.
        templates: How relation paths are asked for.
        per_path: How many questions of each relation path, at most.
        max_answers: Questions with more are dropped.
        distinct_topics: Whether an entity is the topic of one question only.
        seed: For everything random.
        dropped: How many were dropped, by reason.
    """

    graph: KnowledgeGraph
    walker: Walker
    templates: Templates = field(default_factory=Templates)
    per_path: int = 20
    max_answers: int = 20
    distinct_topics: bool = False
    seed: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    _topics: set[str] = field(default_factory=set)

    def questions(self, hops: Iterable[int], n_paths: int) -> Iterator[Question]:
        """The questions, by hops, then relation path, then as they were drawn."""
        for length in sorted(set(hops)):
            for path in draw_paths(
                self.graph, hops=length, count=n_paths, walker=self.walker, seed=self.seed
            ):
                yield from islice(self._of_path(path), self.per_path)

    def _of_path(self, ids: Ids) -> Iterator[Question]:
        path = self.graph.relation_path(ids)
        topics = islice(draw_topics(self.graph, ids, seed=self.seed), _TRIED * self.per_path)
        labels = (self.graph.entities[topic] for topic in topics)
        while some := list(islice(labels, _AT_ONCE)):
            pairs = [(topic, path) for topic in some]
            found = answers_within(self.graph, pairs, self.max_answers, walker=self.walker)
            for topic, answers in zip(some, found, strict=True):
                question = self._asked(topic, path, answers)
                if question is not None:
                    self._topics.add(topic)
                    yield question

    def _asked(
        self, topic: str, path: RelationPath, answers: tuple[str, ...] | None
    ) -> Question | None:
        if not answers and answers is not None:
            return None  # no question at all
        question = self._worded(topic, path, answers or ())
        reason = None
        if answers is None:
            reason = "too many answers"
        elif self.distinct_topics and topic in self._topics:
            reason = "topic asked about before"
        elif tells_answer(question):
            reason = "would tell its answer"
        self.dropped.update([reason] if reason else [])
        return None if reason else question

    def _worded(self, topic: str, path: RelationPath, answers: tuple[str, ...]) -> Question:
        wordings = self.templates.of(path)
        number = number_of(f"{self.seed} {topic} {path}") % len(wordings)
        before, _, after = wordings[number].partition(TOPIC_PLACE)
        template = f"{path}#{number + 1}"
        return Question(
            id=f"{template}/{topic}",
            text=before + topic + after,
            topics=(topic,),
            answers=answers,
            mentions=((len(before), len(before) + len(topic)),),
            relation_paths=(path,),
            hops=len(path),
            template=template,
        )


def tells_answer(question: Question) -> bool:
    """Whether an answer stands in the question, as words of their own."""
    text = question.text.casefold()
    return any(
        (word := answer.casefold()) in text
        and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
        for answer in question.answers
    )
