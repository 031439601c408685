"""Relation paths that a fine-tuned language model proposes."""

import math
from collections.abc import Sequence

from km_data.prompts import parse_plan, planning_prompt
from km_data.records import Question
from km_graph.progress import SILENT, Progress
from km_graph.relation_path import RelationPath
from km_reason.contracts import Completion, LanguageModel, Plan


class LanguageModelPlanner:
    """Asks a model for relation paths by beam search.

    The score of a plan is its share among all beams (softmax of their log-probabilities; beams
    that are no whole relation path count in the sum but give no plan). Beams that say the same
    are one plan with their shares added.

    Args:
        model: A model trained on planning examples.
        beams: How many completions to consider.
        mask_topics: Whether topic mentions are hidden from the model; as it was trained.
        max_tokens: Longest completion.
    """

    def __init__(
        self,
        model: LanguageModel,
        *,
        beams: int = 4,
        mask_topics: bool = True,
        max_tokens: int = 64,
    ) -> None:
        self.model = model
        self.beams = beams
        self.mask_topics = mask_topics
        self.max_tokens = max_tokens

    def plan(
        self, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[list[Plan]]:
        """The proposals for each question, best first."""
        prompts = [planning_prompt(item, mask_topics=self.mask_topics) for item in questions]
        completions = self.model.complete(
            prompts, max_tokens=self.max_tokens, beams=self.beams, progress=progress
        )
        return [plans_of(found) for found in completions]


def plans_of(completions: Sequence[Completion]) -> list[Plan]:
    """The distinct relation paths in completions, best first; equal scores keep their order.

    Example:
        >>> plans_of([Completion("<PATH>r</PATH>"), Completion("I do not know")])
        [Plan(relation_path=RelationPath('r'), score=0.5, completion='<PATH>r</PATH>', tokens=0)]
    """
    if not completions:
        return []
    best = max(completion.score for completion in completions)
    weights = [math.exp(completion.score - best) for completion in completions]
    total = sum(weights)
    plans: dict[RelationPath, Plan] = {}
    for completion, weight in zip(completions, weights, strict=True):
        path = parse_plan(completion.text)
        if path is None:
            continue
        share, same = weight / total, plans.get(path)
        if same is None:
            plans[path] = Plan(path, share, completion.text, completion.tokens)
        else:
            plans[path] = same._replace(
                score=same.score + share, tokens=same.tokens + completion.tokens
            )
    return sorted(plans.values(), key=lambda plan: -plan.score)
