"""Graph-constrained reasoning: the model writes paths, and can only write paths of the graph.

After GCR (Luo et al., "Graph-constrained Reasoning", ICML 2025). The answers are where the paths
end, so there is nothing to read out of the model's text.
"""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from km_data.prompts import PATH_START, path_and_answer_completion, path_and_answer_prompt
from km_data.records import Prediction, Question
from km_graph.errors import ConfigError
from km_graph.graph import KnowledgeGraph
from km_graph.paths import PathBatch
from km_graph.progress import SILENT, Progress
from km_graph.walkers import Walker
from km_reason.constrained.automaton import Written
from km_reason.constrained.choosing import Decoding
from km_reason.constrained.path_language import PathLanguage
from km_reason.contracts import Constrained, ConstrainedModel, LanguageModel
from km_reason.reasoners.faithfulness import paths_exist
from km_reason.reasoners.grounding import ground, timed
from km_reason.reasoners.path_answers import answers_of, predicted

_LEAD = path_and_answer_completion("", "").partition(PATH_START)[0]
"""What stands before a path in a completion; it is given, not written."""


class GraphConstrainedReasoner:
    """Answers with the ends of paths that a model writes under the constraint of the graph.

    Paths are walks of 1 to ``hops`` hops from a topic of the question that never come back to it,
    inverse and parallel edges included. Several that end in one entity are evidence for the same
    answer, and their probabilities are added. A topic is never an answer.

    Args:
        model: A model that can be constrained, such as ``local``; best one trained on
            ``path-and-answer`` examples.
        walker: Builds the tries.
        hops: Longest path.
        beams: How many paths are written for each question.
        decoding: ``beams``, ``diverse`` (each beam a group of its own) or ``sample``.
        max_tokens: Longest path in tokens.
        max_evidence: How many paths to show for each answer.
        max_answers: How many answers to give at most; None for all.
        seed: Of sampling.

    Raises:
        ConfigError: If the model cannot be constrained.
    """

    def __init__(
        self,
        model: LanguageModel,
        walker: Walker,
        *,
        hops: int = 3,
        beams: int = 10,
        decoding: str = "beams",
        max_tokens: int = 256,
        max_evidence: int = 1,
        max_answers: int | None = None,
        seed: int = 0,
    ) -> None:
        if not isinstance(model, ConstrainedModel):
            problem = f"{type(model).__name__} cannot be constrained token by token"
            hint = "use backend local, or reasoner plan-retrieve-reason with this model"
            raise ConfigError("graph-constrained", [problem], hint=hint)
        self.model: ConstrainedModel = model
        self.walker = walker
        self.hops = hops
        self.max_tokens = max_tokens
        self.max_evidence = max_evidence
        self.max_answers = max_answers
        self.decoding = _decoding(decoding, beams, seed)
        self._language: PathLanguage | None = None

    def answer(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[Prediction]:
        """One prediction for each question, in order; a question that fails has ``error`` set."""
        started = perf_counter()
        grounded = ground(graph, questions)
        language = self._language_of(graph)
        found = self.model.complete_within(
            [path_and_answer_prompt(item) + _LEAD for item in grounded.questions.values()],
            [language.around(topics) for topics in grounded.topics.values()],
            max_tokens=self.max_tokens,
            decoding=self.decoding,
            progress=progress,
        )
        done = dict(grounded.failures)
        for (i, question), written in zip(grounded.questions.items(), found, strict=True):
            done[i] = self._predict(graph, question, grounded.topics[i], written)
        return timed([done[i] for i in range(len(questions))], perf_counter() - started)

    def _language_of(self, graph: KnowledgeGraph) -> PathLanguage:
        """That of this graph, kept for the next questions; a changed graph is another graph."""
        if self._language is None or self._language.graph is not graph:
            self._language = PathLanguage(
                graph, self.walker, self.model.tokenize, max_hops=self.hops
            )
        return self._language

    def _predict(
        self,
        graph: KnowledgeGraph,
        question: Question,
        topics: Sequence[int],
        written: Sequence[Constrained],
    ) -> Prediction:
        paths = _paths(written)
        if not paths_exist(graph, paths).all():
            error = "a path was written that is not in the graph; report this"
            return Prediction(question.id, error=error)
        scores = [item.completion.score for item in written]
        answers = answers_of(paths, scores, topics, max_evidence=self.max_evidence)
        return replace(
            predicted(question.id, graph, paths, answers[: self.max_answers]),
            relation_paths=tuple(
                dict.fromkeys(path.relation_path for path in paths.labeled(graph))
            ),
            completion=written[0].completion.text if written else "",
            tokens=sum(item.completion.tokens for item in written),
        )


def _decoding(name: str, beams: int, seed: int) -> Decoding:
    ways = {
        "beams": Decoding(beams),
        "diverse": Decoding(beams, groups=beams),
        "sample": Decoding(beams, sample=True, seed=seed),
    }
    if name not in ways:
        expected = f"decoding: expected one of {', '.join(ways)}, found {name!r}"
        raise ConfigError("graph-constrained", [expected])
    return ways[name]


def _paths(written: Sequence[Constrained]) -> PathBatch:
    """What was written as paths in ids, all of owner 0."""
    rows = [
        (0, *item.state.value.ids())
        for item in written
        if isinstance(item.state, Written) and item.state.value is not None
    ]
    return PathBatch.of(rows, [False])
