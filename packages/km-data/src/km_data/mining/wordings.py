"""Questions that read the same decide together which relation path is theirs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from km_data.mining.fits import Fit, plainness
from km_data.prompts import masked
from km_data.records import Question
from km_graph.relation_path import RelationPath

# A wording is looked at in rounds, so that one that is clear at once costs little.
_ROUNDS = (2, 4, 8, 16)
_LEAD = 1.0


def wording_of(question: Question, *, mask_topics: bool) -> str:
    """How a question reads, with or without its topics: what a planner sees of it."""
    return masked(question) if mask_topics else question.text


class Asked(NamedTuple):
    """What mining needs of a question.

    Attributes:
        topics: Its topics.
        answers: Its gold answers.
        fits: The relation paths in its own graph; None for one about the shared graph.
    """

    topics: tuple[str, ...]
    answers: tuple[str, ...]
    fits: tuple[Fit, ...] | None = None


class _Wording:
    """What is known of a wording: some of its questions, and F1 summed over those looked at."""

    __slots__ = ("asked", "done", "total")

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.done = 0
        self.total: dict[RelationPath, float] = defaultdict(float)

    def count(self, fits: Iterable[Fit]) -> None:
        """Take in the relation paths of the next question."""
        self.done += 1
        for fit in fits:
            self.total[fit.relation_path] += fit.f1

    def is_settled(self) -> bool:
        """Whether one relation path leads the next by as much as a whole question can give."""
        first, second = sorted([*self.total.values(), 0.0, 0.0], reverse=True)[:2]
        return first - second >= _LEAD

    def best(self) -> list[RelationPath]:
        """All relation paths whose F1, summed over questions, is the highest."""
        # Sums of fractions differ in the last digits with the order in which they are added.
        highest = max(self.total.values(), default=0.0) - 1e-6
        return [path for path, sum_of_f1 in self.total.items() if sum_of_f1 >= highest]


class Wordings:
    """Questions by how they read; of each wording the first ``sample`` are kept.

    Memory grows with the number of different wordings, not with that of questions.
    """

    def __init__(self, sample: int = _ROUNDS[-1]) -> None:
        self.sample = sample
        self._wordings: dict[str, _Wording] = defaultdict(_Wording)

    def wants(self, wording: str) -> bool:
        """Whether another question of a wording would be kept."""
        return len(self._wordings[wording].asked) < self.sample

    def add(self, wording: str, asked: Iterable[Asked]) -> None:
        """Keep questions of a wording, up to ``sample`` of them."""
        known = self._wordings[wording].asked
        known += list(asked)[: self.sample - len(known)]

    def samples(self) -> Iterator[tuple[str, list[Asked]]]:
        """The questions kept, by wording."""
        for wording, known in self._wordings.items():
            yield wording, known.asked

    def rounds(self) -> Iterator[list[tuple[_Wording, Asked]]]:
        """What to look at next, until every wording is settled or has no more questions."""
        for upto in (*(n for n in _ROUNDS if n < self.sample), self.sample):
            open_ones = [w for w in self._wordings.values() if not w.is_settled()]
            yield [(w, asked) for w in open_ones for asked in w.asked[w.done : upto]]

    def chosen(self) -> dict[str, RelationPath]:
        """The relation path of each wording that has one."""
        tied = {wording: known.best() for wording, known in self._wordings.items()}
        often = Counter(path for paths in tied.values() for path in paths)

        def rank(path: RelationPath) -> tuple[int, int, int, int, str]:
            return len(path), often[path], *plainness(path)

        return {wording: min(paths, key=rank) for wording, paths in tied.items() if paths}


def decide(
    wordings: Wordings, find: Callable[[Sequence[Asked]], Iterable[Iterable[Fit]]]
) -> dict[str, RelationPath]:
    """The relation path of each wording; ``find`` mines those questions that it is given.

    A wording without one is left out.
    """
    for some in wordings.rounds():
        found = iter(find([asked for _, asked in some if asked.fits is None]))
        for wording, asked in some:
            wording.count(next(found) if asked.fits is None else asked.fits)
    return wordings.chosen()
