"""An agent: a chat model that was never tuned chooses its way through the graph.

After ToG (Sun et al., "Think-on-Graph", ICLR 2024): beam search over the graph in which the model
prunes relations and entities and says when it has found the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from km_data.records import Prediction, Question
from km_graph.graph import KnowledgeGraph
from km_graph.progress import SILENT, Progress
from km_reason.contracts import LanguageModel
from km_reason.reasoners.agent_asking import Account, Asker, Choice
from km_reason.reasoners.agent_walks import (
    Walk,
    Way,
    batch_of,
    walk_text,
    walks_along,
    way_text,
    ways_on,
)
from km_reason.reasoners.faithfulness import paths_exist
from km_reason.reasoners.grounding import ground, timed


@dataclass(slots=True)
class _Case:
    """A question on its way.

    Attributes:
        frontier: The walks to go on from.
        ways: How they do.
        found: The walks one hop longer.
        chosen: Those that end in an answer.
        is_sure: Whether it was the model that chose them.
        is_done: Whether there is nothing left to walk.
    """

    question: Question
    topics: tuple[int, ...]
    frontier: list[Walk]
    account: Account
    ways: list[Way] = field(default_factory=list)
    found: list[Walk] = field(default_factory=list)
    chosen: list[Walk] = field(default_factory=list)
    is_sure: bool = True
    is_done: bool = False


class AgentReasoner:
    """Lets any chat model find its way from the topics to the answers, hop by hop.

    At each hop the model chooses relations to follow, says which of the paths end in an answer,
    and if none does, from which to go on. It is asked only where there is more to choose from
    than is kept. What it may choose is listed by number, from the graph; so every answer has a
    path in the graph, whatever the model writes. A reply that cannot be read counts as the choice
    of the first options; of answers it counts as none before the last hop, and what is given
    there has a score of 0 where the model's own choices have 1. Where the model finds nothing, or
    the budget is spent, there is no answer: the graph does not say.

    The questions of one call go hop by hop together, so that the model gets them as batches.

    Args:
        model: Any language model that follows instructions.
        hops: How far to walk.
        width: How many relations, and how many entities, to keep at each hop.
        max_calls: How often the model is asked about one question at most.
        call_tokens: How many tokens, of prompts and completions, one question may cost.
        max_options: How many options are listed at most; what comes later in the graph is not.
        max_tokens: Longest completion.
        max_evidence: How many paths to show for each answer.
        max_answers: How many answers to give at most; None for all.
    """

    def __init__(
        self,
        model: LanguageModel,
        *,
        hops: int = 3,
        width: int = 3,
        max_calls: int = 12,
        call_tokens: int = 20_000,
        max_options: int = 50,
        max_tokens: int = 64,
        max_evidence: int = 1,
        max_answers: int | None = None,
    ) -> None:
        self.hops = hops
        self.width = width
        self.max_evidence = max_evidence
        self.max_answers = max_answers
        self._asker = Asker(model, max_calls, call_tokens, max_options, max_tokens)

    def answer(
        self, graph: KnowledgeGraph, questions: Sequence[Question], *, progress: Progress = SILENT
    ) -> list[Prediction]:
        """One prediction for each question, in order; a question that fails has ``error`` set."""
        started = perf_counter()
        grounded = ground(graph, questions)
        cases = {
            i: _Case(question, topics, [Walk((topic,)) for topic in topics], Account(question.text))
            for (i, question), topics in zip(
                grounded.questions.items(), grounded.topics.values(), strict=True
            )
        }
        with progress.task("walking hop by hop", self.hops) as advance:
            for hop in range(1, self.hops + 1):
                self._hop(graph, list(cases.values()), is_last=hop == self.hops)
                advance(1)
        done = dict(grounded.failures)
        done.update((i, self._predict(graph, case)) for i, case in cases.items())
        return timed([done[i] for i in range(len(questions))], perf_counter() - started)

    def _hop(self, graph: KnowledgeGraph, cases: Sequence[_Case], *, is_last: bool) -> None:
        self._asker.ask([self._relations(graph, case) for case in _open(cases)])
        for case in _open(cases):
            case.found = walks_along(graph, case.ways)
            case.is_done = not case.found
        self._asker.ask([self._answers(graph, case, is_last) for case in _open(cases)])
        if not is_last:
            self._asker.ask([self._entities(graph, case) for case in _open(cases)])

    def _relations(self, graph: KnowledgeGraph, case: _Case) -> Choice:
        ways = ways_on(graph, case.frontier)

        def take(chosen: list[int] | None) -> None:
            case.ways = [ways[i] for i in chosen or range(len(ways))][: self.width]

        def text(i: int) -> str:
            return way_text(graph, ways[i])

        return Choice(case.account, "relations", len(ways), text, self.width, take)

    def _answers(self, graph: KnowledgeGraph, case: _Case, is_last: bool) -> Choice:
        walks = [walk for walk in case.found if walk.entities[-1] not in case.topics]

        def take(chosen: list[int] | None) -> None:
            if chosen is None and is_last:
                chosen, case.is_sure = [*range(min(self.width, len(walks)))], False
            case.chosen = [walks[i] for i in chosen or ()]
            case.is_done = bool(chosen) or is_last

        def text(i: int) -> str:
            return walk_text(graph, walks[i])

        return Choice(case.account, "answers", len(walks), text, 0, take)

    def _entities(self, graph: KnowledgeGraph, case: _Case) -> Choice:
        walks = case.found

        def take(chosen: list[int] | None) -> None:
            case.frontier = [walks[i] for i in chosen or range(len(walks))][: self.width]

        def text(i: int) -> str:
            return walk_text(graph, walks[i])

        return Choice(case.account, "entities", len(walks), text, self.width, take)

    def _predict(self, graph: KnowledgeGraph, case: _Case) -> Prediction:
        by_end: dict[int, list[Walk]] = {}
        for walk in case.chosen:
            by_end.setdefault(walk.entities[-1], []).append(walk)
        ends = list(by_end)[: self.max_answers]
        paths = batch_of([walk for end in ends for walk in by_end[end][: self.max_evidence]])
        if not paths_exist(graph, paths).all():
            error = "the agent walked a path that is not in the graph; report this"
            return Prediction(case.question.id, error=error)
        evidence = paths.labeled(graph)
        return Prediction(
            case.question.id,
            answers=tuple(graph.entities[end] for end in ends),
            scores=(float(case.is_sure),) * len(ends),
            evidence=tuple(evidence),
            relation_paths=tuple(dict.fromkeys(path.relation_path for path in evidence)),
            completion="\n".join(case.account.replies),
            tokens=case.account.tokens,
        )


def _open(cases: Sequence[_Case]) -> list[_Case]:
    return [case for case in cases if not (case.is_done or case.account.is_closed)]
