"""Examples for a planner: question in, relation path out."""

from collections.abc import Iterable, Sequence

from km_data.contracts import BuildContext
from km_data.prompts import planning_completion, planning_prompt
from km_data.records import Example, Question
from km_graph.graph import KnowledgeGraph


class Planning:
    """The example builder ``planning``: one row for each relation path of a question."""

    def build(
        self,
        graph: KnowledgeGraph,  # noqa: ARG002
        questions: Sequence[Question],
        context: BuildContext,
    ) -> Iterable[Example]:
        """The rows; see ``ExampleBuilder``. No row needs more than the question itself."""
        for question in questions:
            prompt = planning_prompt(question, mask_topics=context.mask_topics)
            for number, path in enumerate(question.relation_paths):
                row_id = f"{question.id}/planning" + (f"/{number + 1}" if number else "")
                example = Example(row_id, prompt, planning_completion(path))
                if context.fits(example.prompt + example.completion):
                    yield example


PLANNING = Planning()
