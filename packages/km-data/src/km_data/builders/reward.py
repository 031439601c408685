"""Examples whose completions can be checked: a question, with gold answers and relation paths."""

from collections.abc import Iterable, Sequence

from km_data.contracts import BuildContext
from km_data.prompts import planning_prompt
from km_data.records import Question, RewardExample
from km_graph.graph import KnowledgeGraph


class Reward:
    """The example builder ``reward``: one row for a question with gold answers, for GRPO or RLOO.

    The prompt is that of a planner. A plan is right if it is one of the relation paths, or, where
    the graph is at hand, by where it leads.
    """

    def build(
        self,
        graph: KnowledgeGraph,  # noqa: ARG002
        questions: Sequence[Question],
        context: BuildContext,
    ) -> Iterable[RewardExample]:
        """The rows; see ``ExampleBuilder``."""
        for question in questions:
            prompt = planning_prompt(question, mask_topics=context.mask_topics)
            if question.answers and question.relation_paths and context.fits(prompt):
                yield RewardExample(
                    f"{question.id}/reward",
                    prompt,
                    question.answers,
                    question.aliases,
                    tuple(map(str, question.relation_paths)),
                )


REWARD = Reward()
