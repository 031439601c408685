"""What a plugin of km-reason must do: language models, linkers, planners, reasoners.

A plugin is a class. It is called with those of the keyword arguments in
``km_reason.assembly.Parts`` that its signature names (``graph``, ``walker``, ``model`` …), so a
part that a plugin does not ask for is never made.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.plugins import PluginGroup
from km_graph.progress import SILENT, Progress
from km_graph.relation_path import RelationPath
from km_reason.constrained.choosing import Decoding
from km_reason.constrained.constraint import Constraint, ConstraintState

MODELS = PluginGroup("km.models")
LINKERS = PluginGroup("km.linkers")
PLANNERS = PluginGroup("km.planners")
REASONERS = PluginGroup("km.reasoners")


class Completion(NamedTuple):
    """What a model wrote for one prompt.

    Attributes:
        text: Without the prompt and without end-of-sequence.
        score: Sum of token log-probabilities, 0.0 where the model does not tell.
        tokens: How many tokens it wrote.
    """

    text: str
    score: float = 0.0
    tokens: int = 0


@runtime_checkable
class LanguageModel(Protocol):
    """Prompts to completions, batch first and synchronous."""

    def complete(
        self,
        prompts: Sequence[str],
        *,
        max_tokens: int,
        beams: int = 1,
        progress: Progress = SILENT,
    ) -> list[list[Completion]]:
        """Up to ``beams`` completions for each prompt, best first; deterministic."""
        ...


class Constrained(NamedTuple):
    """A completion that satisfies a constraint.

    Attributes:
        completion: What the model wrote.
        state: Where the constraint stands after it.
    """

    completion: Completion
    state: ConstraintState


@runtime_checkable
class ConstrainedModel(Protocol):
    """A language model that writes only what constraints allow, token by token."""

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of texts, without tokens of begin and end."""
        ...

    def complete_within(
        self,
        prompts: Sequence[str],
        constraints: Sequence[Constraint],
        *,
        max_tokens: int,
        decoding: Decoding,
        progress: Progress = SILENT,
    ) -> list[list[Constrained]]:
        """Up to ``decoding.beams`` completions for each prompt, best first; deterministic.

        Every one of them is complete; none where nothing satisfies the constraint.
        """
        ...


class Link(NamedTuple):
    """A topic entity found in a question: ``text[start:end]`` names ``entity``."""

    entity: str
    start: int
    end: int


@runtime_checkable
class EntityLinker(Protocol):
    """Question text to topic entities."""

    def link(self, text: str) -> list[Link]:
        """The entities mentioned, in order of the text; empty if none is recognised."""
        ...


class Plan(NamedTuple):
    """A relation path a planner proposes.

    Attributes:
        relation_path: What to follow from a topic entity.
        score: Its share of the planner's belief, 0 to 1.
        completion: The raw text it was read from, if a model wrote it.
        tokens: How many tokens the model wrote for it.
    """

    relation_path: RelationPath
    score: float
    completion: str = ""
    tokens: int = 0


@runtime_checkable
class Planner(Protocol):
    """Questions to relation paths."""

    def plan(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[list[Plan]]:
        """The proposals for each question, best first.

        They are for this graph, but need not exist in it.
        """
        ...


@runtime_checkable
class Reasoner(Protocol):
    """Questions to answers with evidence."""

    def answer(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[Prediction]:
        """One prediction for each question, in order.

        Every evidence path exists in ``graph``. A question that fails has ``error`` set; it is
        never left out.
        """
        ...
