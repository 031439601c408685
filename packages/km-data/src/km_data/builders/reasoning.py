"""Examples for a reader: paths and a question in, answers out."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from km_data.contracts import BuildContext
from km_data.prompts import reasoning_completion, reasoning_prompt
from km_data.records import Example, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, Path
from km_graph.walkers import Walker

MAX_PATHS = 50
_BATCH = 512


class Reasoning:
    """The example builder ``reasoning``: one row for a question whose paths reach an answer.

    The completion holds those answers that the paths shown end in, so that a model never learns
    to answer what it was not shown. At most ``MAX_PATHS`` paths of each relation path are shown.
    """

    def build(
        self, graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
    ) -> Iterable[Example]:
        """The rows; see ``ExampleBuilder``."""
        with context.progress.task("following relation paths", len(questions)) as advance:
            for start in range(0, len(questions), _BATCH):
                some = questions[start : start + _BATCH]
                for question, paths in zip(
                    some, _followed(graph, some, context.walker), strict=True
                ):
                    yield from _row(question, paths, context)
                advance(len(some))


def _followed(
    graph: KnowledgeGraph, questions: Sequence[Question], walker: Walker
) -> Iterator[list[Path]]:
    """The paths in the graph from the topics of each question along its relation paths."""
    asked = [
        (index, graph.entities.id(topic), graph.relation_ids(path).tolist())
        for index, question in enumerate(questions)
        for topic in question.topics
        for path in question.relation_paths
    ]
    sources = np.array([source for _, source, _ in asked], np.int32)
    hops = Groups.of([relations for _, _, relations in asked])
    batch = walker.follow(graph, sources, hops, allow_return=False, limit=MAX_PATHS)
    paths: list[list[Path]] = [[] for _ in questions]
    for i, (index, _, _) in enumerate(asked):
        paths[index] += batch.labeled(graph, batch.of_owner(i))
    yield from paths


def _row(question: Question, paths: list[Path], context: BuildContext) -> Iterator[Example]:
    shown = {path.entities[-1] for path in paths}
    answers = [answer for answer in question.answers if answer in shown]
    if answers:
        prompt = reasoning_prompt(
            question, context.fit([context.textualizer.text(path) for path in paths])
        )
        yield Example(f"{question.id}/reasoning", prompt, reasoning_completion(answers))


REASONING = Reasoning()
