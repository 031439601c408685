"""The second pass: the rows of a shard."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from km_data.budget import Budget
from km_data.building.repeats import without_repeats
from km_data.building.shards import Shard, Skip
from km_data.building.usable import is_mined
from km_data.building.worker import Worker
from km_data.contracts import BuildContext, ExampleBuilder, fit_all
from km_data.mining import wording_of
from km_data.own_graphs import graph_of
from km_data.records import AnyExample, Question
from km_graph.errors import KmError

Numbered = tuple[int, Question]


class Rows(NamedTuple):
    """What became of a shard.

    Attributes:
        examples: Its rows.
        repeated: How many rows were left out, as they were there before.
        skips: The questions that gave none.
        compared: How many questions had their relation path mined though they bring one.
        agreed: For how many of those it is the same.
        questions: How many lines there were.
        cost: Of the token budget, if there is one (``Budget.cost``).
    """

    examples: list[AnyExample]
    repeated: int
    skips: list[Skip]
    compared: int
    agreed: int
    questions: int
    cost: Counter[str]


def build_shard(worker: Worker, shard: Shard, *, builder: str) -> Rows:
    """The rows that one builder makes of a shard."""
    skips: list[Skip] = []
    usable: list[Numbered] = []
    n = compared = agreed = 0
    for line, question in worker.questions(shard):
        n += 1
        if isinstance(question, Skip):
            skips.append(question)
            continue
        taught = _with_taught_path(worker, question)
        if taught is not question and question.relation_paths:
            compared += 1
            agreed += not set(taught.relation_paths).isdisjoint(question.relation_paths)
        if taught.relation_paths:
            usable.append((line, taught))
        else:
            skips.append(Skip(line, question.id, "no relation path found"))
            worker.check(skips[-1], shard)
    build = _Build(worker, shard, worker.builders[builder], skips)
    examples = list(build.examples(usable))
    unique = list(without_repeats(examples)) if worker.options.dedupe else examples
    repeated = len(examples) - len(unique)
    return Rows(unique, repeated, skips, compared, agreed, n, build.cost)


def _with_taught_path(worker: Worker, question: Question) -> Question:
    """The question with the relation path of its wording; itself if it keeps its own."""
    if not is_mined(question, worker.options):
        return question
    path = worker.taught.get(wording_of(question, mask_topics=worker.options.mask_topics))
    return replace(question, relation_paths=() if path is None else (path,))


class _Build:
    """A builder at work on the questions of a shard."""

    def __init__(
        self, worker: Worker, shard: Shard, builder: ExampleBuilder, skips: list[Skip]
    ) -> None:
        self._worker = worker
        self._shard = shard
        self._builder = builder
        self._skips = skips
        budget = budget_of(worker)
        self.cost = budget.cost if budget else Counter[str]()
        self._context = build_context(worker, budget)

    def examples(self, questions: Iterable[Numbered]) -> Iterator[AnyExample]:
        """The rows in order; each question with a graph of its own is built by itself."""
        for is_own, some in groupby(questions, lambda numbered: bool(numbered[1].triples)):
            if is_own:
                for one in some:
                    yield from self._of_some([one])
            else:
                yield from self._of_some(list(some))

    def _of_some(self, some: Sequence[Numbered]) -> Iterable[AnyExample]:
        graph = graph_of(some[0][1], self._worker.graph)
        try:
            return list(self._builder.build(graph, [each for _, each in some], self._context))
        except KmError as error:
            if len(some) > 1:  # find out which one it is
                return [row for one in some for row in self._of_some([one])]
            line, question = some[0]
            self._skips.append(Skip(line, question.id, "refused by the builder", str(error)))
            self._worker.check(self._skips[-1], self._shard)
            return []


def budget_of(worker: Worker) -> Budget | None:
    """A token budget as the options have it, nothing counted yet."""
    limit, count = worker.options.max_tokens, worker.count_tokens
    return None if limit is None or count is None else Budget(count, limit)


def build_context(worker: Worker, budget: Budget | None = None) -> BuildContext:
    """What the options give to an example builder."""
    return BuildContext(
        walker=worker.walker,
        textualizer=worker.textualizer,
        mask_topics=worker.options.mask_topics,
        seed=worker.seed,
        fit=budget or fit_all,
        model=worker.model,
    )
