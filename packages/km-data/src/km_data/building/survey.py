"""The first pass: which relation path is taught for each wording."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from km_data.building.shards import Shard, Skip, shards_of
from km_data.building.usable import is_mined
from km_data.building.worker import Worker
from km_data.executors import Workers
from km_data.mining import Asked, Fit, Wordings, decide, wording_of
from km_data.mining.fits import BATCH
from km_data.mining.mined import asked
from km_graph.progress import Progress
from km_graph.relation_path import RelationPath


class Surveyed(NamedTuple):
    """What the first pass found.

    Attributes:
        questions: How many there are, whatever can be built from them.
        mined: How many of them have their relation path mined.
        taught: The relation path of each wording that has been mined.
    """

    questions: int
    mined: int
    taught: dict[str, RelationPath]


def survey(workers: Workers, questions: Path, progress: Progress) -> Surveyed:
    """Look through a question file, and mine what a few questions of each wording have."""
    wordings, n, n_mined = Wordings(), 0, 0
    with progress.task("reading questions") as advance:
        for n_here, mined_here, found in workers.map(survey_shard, shards_of(questions)):
            for wording, some in found:
                wordings.add(wording, some)
            n += n_here
            n_mined += mined_here
            advance(n_here)

    def find(some: Sequence[Asked]) -> Iterator[Sequence[Fit]]:
        with progress.task("mining relation paths", len(some)) as advance:
            batches = (some[start : start + BATCH] for start in range(0, len(some), BATCH))
            for fits in chain.from_iterable(workers.map(mine_some, batches)):
                yield fits
                advance(1)

    return Surveyed(n, n_mined, decide(wordings, find))


def survey_shard(worker: Worker, shard: Shard) -> tuple[int, int, list[tuple[str, list[Asked]]]]:
    """How many questions a shard holds and how many are mined; and the first of each wording."""
    options, wordings = worker.options, Wordings()
    n = n_mined = 0
    for _, question in worker.questions(shard):
        n += 1
        if isinstance(question, Skip) or not is_mined(question, options):
            continue
        n_mined += 1
        wording = wording_of(question, mask_topics=options.mask_topics)
        if wordings.wants(wording):
            one = asked(question, worker.graph, walker=worker.walker, max_hops=options.max_hops)
            wordings.add(wording, [one])
    return n, n_mined, list(wordings.samples())


def mine_some(worker: Worker, some: Sequence[Asked]) -> list[list[Fit]]:
    """The relation paths of a few questions."""
    return list(worker.miner.fits(some))
