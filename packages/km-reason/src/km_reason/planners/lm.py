"""Relation paths that a fine-tuned language model proposes."""

import math
from collections.abc import Sequence

from km_data.prompts import parse_plan, planning_prompt
from km_data.records import Question
from km_graph.errors import ConfigError
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_graph.relation_path import RelationPath
from km_graph.walkers import Walker
from km_reason.constrained.choosing import Decoding
from km_reason.constrained.relation_path_language import RelationPathLanguage
from km_reason.contracts import Completion, ConstrainedModel, LanguageModel, Plan


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
        walker: Builds the tries of a constrained search.
        constrained: Whether the model can only write relation paths that the graph can execute
            from a topic of the question. Then no beam is lost on others, but questions that read
            the same are no longer planned once for all of them.
        hops: Longest relation path of a constrained search.

    Raises:
        ConfigError: If the search is to be constrained, and the model cannot be.
    """

    def __init__(
        self,
        model: LanguageModel,
        *,
        beams: int = 4,
        mask_topics: bool = True,
        max_tokens: int = 64,
        walker: Walker | None = None,
        constrained: bool = False,
        hops: int = 3,
    ) -> None:
        if constrained and not (isinstance(model, ConstrainedModel) and walker is not None):
            problem = f"{type(model).__name__} cannot be constrained token by token"
            raise ConfigError("lm", [problem], hint="use backend local, or leave constrained out")
        self.model = model
        self.beams = beams
        self.mask_topics = mask_topics
        self.max_tokens = max_tokens
        self.walker = walker
        self.constrained = constrained
        self.hops = hops

    def plan(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[list[Plan]]:
        """The proposals for each question, best first."""
        prompts = [planning_prompt(item, mask_topics=self.mask_topics) for item in questions]
        if self.constrained:
            completions = self._within(graph, questions, prompts, progress)
        else:
            completions = self.model.complete(
                prompts, max_tokens=self.max_tokens, beams=self.beams, progress=progress
            )
        return [plans_of(found) for found in completions]

    def _within(
        self,
        graph: KnowledgeGraph,
        questions: Sequence[Question],
        prompts: Sequence[str],
        progress: Progress,
    ) -> list[list[Completion]]:
        model, walker = self.model, self.walker
        assert isinstance(model, ConstrainedModel)
        assert walker is not None
        language = RelationPathLanguage(graph, walker, model.tokenize, max_hops=self.hops)
        topics = (map(graph.entities.get, item.topics) for item in questions)
        found = model.complete_within(
            prompts,
            [language.around([topic for topic in some if topic is not None]) for some in topics],
            max_tokens=self.max_tokens,
            decoding=Decoding(self.beams),
            progress=progress,
        )
        return [[item.completion for item in written] for written in found]


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
