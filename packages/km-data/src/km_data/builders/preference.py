"""Examples that prefer what leads to the answer over what does not, for DPO and KTO."""

from collections.abc import Iterable, Iterator, Sequence

from km_data.builders.followed import Followed, followed
from km_data.builders.wrong_paths import wrong_paths
from km_data.contracts import BuildContext
from km_data.following import answers_along
from km_data.prompts import (
    path_and_answer_completion,
    path_and_answer_prompt,
    planning_completion,
    planning_prompt,
)
from km_data.records import PreferenceExample, Question
from km_data.textualizers.arrows import ARROWS
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


class Preference:
    """The example builder ``preference``: a gold relation path over one that misses the answers.

    The wrong one has as many hops, can be followed from the same topic, and reaches no gold answer
    at all. One row for each relation path that reaches an answer.
    """

    def build(
        self, graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
    ) -> Iterable[PreferenceExample]:
        """The rows; see ``ExampleBuilder``."""
        for some in followed(graph, questions, context):
            for found in some:
                rows = _of_plans(graph, found, context)
                yield from _fitting(rows, found.question, "preference", context)


class PathPreference:
    """The example builder ``path-preference``: a path to an answer over one to something else.

    Both are as long and start alike, and are written as ``path-and-answer`` has them. One row for
    each relation path that reaches an answer.
    """

    def build(
        self, graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
    ) -> Iterable[PreferenceExample]:
        """The rows; see ``ExampleBuilder``."""
        for some in followed(graph, questions, context):
            for found in some:
                rows = _of_paths(graph, found, context)
                yield from _fitting(rows, found.question, "path-preference", context)


_Sides = tuple[str, str, str]  # prompt, chosen, rejected


def _of_plans(graph: KnowledgeGraph, found: Followed, context: BuildContext) -> Iterator[_Sides]:
    prompt = planning_prompt(found.question, mask_topics=context.mask_topics)
    for right, path in _firsts(found):
        wrong = wrong_paths(graph, found, right, context)
        plans = list(dict.fromkeys(walk.relation_path for walk in wrong))
        rejected = _first_that_misses(graph, found.question, plans, path.entities[0], context)
        if rejected is not None:
            yield prompt, planning_completion(path.relation_path), planning_completion(rejected)


def _of_paths(graph: KnowledgeGraph, found: Followed, context: BuildContext) -> Iterator[_Sides]:
    prompt = path_and_answer_prompt(found.question)
    for right, path in _firsts(found):
        wrong = next(wrong_paths(graph, found, right, context), None)
        if wrong is not None:
            yield prompt, _completion(path), _completion(wrong)


def _firsts(found: Followed) -> list[tuple[int, Path]]:
    """The first path to an answer along each relation path."""
    firsts: dict[RelationPath, tuple[int, Path]] = {}
    for index, path in found.to_answers():
        firsts.setdefault(path.relation_path, (index, path))
    return list(firsts.values())


def _first_that_misses(
    graph: KnowledgeGraph,
    question: Question,
    plans: Sequence[RelationPath],
    topic: str,
    context: BuildContext,
) -> RelationPath | None:
    reached = answers_along(graph, [(topic, plan) for plan in plans], walker=context.walker)
    for plan, ends in zip(plans, reached, strict=True):
        if set(ends).isdisjoint(question.answers):
            return plan
    return None


def _completion(path: Path) -> str:
    return path_and_answer_completion(ARROWS.text(path), path.entities[-1])


def _fitting(
    rows: Iterable[_Sides], question: Question, name: str, context: BuildContext
) -> Iterator[PreferenceExample]:
    for number, (prompt, chosen, rejected) in enumerate(rows):
        if context.fits(prompt + max(chosen, rejected, key=len)):
            row_id = f"{question.id}/{name}" + (f"/{number + 1}" if number else "")
            yield PreferenceExample(row_id, prompt, chosen, rejected)


PREFERENCE = Preference()
PATH_PREFERENCE = PathPreference()
