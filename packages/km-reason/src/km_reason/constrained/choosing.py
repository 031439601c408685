"""Which tokens beams go on with: the likeliest, the likeliest but different, or drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search for completions.

    Attributes:
        beams: How many completions of each prompt to find at most.
        groups: Diverse beam search (Vijayakumar et al., AAAI 2018): beams in so many groups, a
            token that an earlier group chose at the same step counting ``diversity`` less.
        diversity: See ``groups``.
        sample: Draw ``beams`` completions instead of searching for the likeliest.
        temperature: Of drawing.
        seed: Of drawing.
        scores: ``"vocabulary"``: log-probabilities as the model gives them. ``"allowed"``: among
            what is allowed, so that those of all completions of a prompt sum to 1.
    """

    beams: int = 10
    groups: int = 1
    diversity: float = 1.0
    sample: bool = False
    temperature: float = 1.0
    seed: int = 0
    scores: Literal["vocabulary", "allowed"] = "allowed"

    @property
    def chains(self) -> int:
        """How many searches of a prompt go on side by side."""
        return self.beams if self.sample else self.groups

    @property
    def each(self) -> int:
        """How many completions each of them may find."""
        return self.beams // self.chains

    def __post_init__(self) -> None:
        if self.beams < 1 or not 1 <= self.groups <= self.beams or self.beams % self.groups:
            raise InvalidQueryError(
                f"beams must be a multiple of groups, found {self.beams} and {self.groups}"
            )
        if self.temperature <= 0:
            raise InvalidQueryError(f"temperature must be above 0, found {self.temperature}")


class Candidates(NamedTuple):
    """What may come next, one row for each token that is allowed after a beam.

    Attributes:
        beams: Which beam, ascending.
        tokens: Which token.
        log_probabilities: Of the token.
        scores: Of the beam with the token.
        questions: Of the beam.
        groups: Of the beam.
        streams: Of random numbers, of the beam.
    """

    beams: NDArray[np.int64]
    tokens: NDArray[np.int32]
    log_probabilities: NDArray[np.float64]
    scores: NDArray[np.float64]
    questions: NDArray[np.int64]
    groups: NDArray[np.int64]
    streams: NDArray[np.int64]

    def only(self, rows: NDArray[np.bool_]) -> "Candidates":
        """Some of the candidates."""
        return Candidates._make(column[rows] for column in self)


Choice = tuple[int, int, float]
"""A beam, a token and the score of both."""


def choose(candidates: Candidates, decoding: Decoding, *, step: int) -> list[Choice]:
    """What the beams go on with, those of one question together, best first."""
    if decoding.sample:
        return list(_drawn(candidates, decoding, step))
    if decoding.groups == 1:
        return _best(candidates, candidates.scores, decoding.beams)
    chosen: list[Choice] = []
    used: dict[tuple[int, int], int] = {}
    for group in range(decoding.groups):
        own = candidates.only(candidates.groups == group)
        pairs = zip(own.questions.tolist(), own.tokens.tolist(), strict=True)
        repeats = np.array([used.get(pair, 0) for pair in pairs], np.float64)
        best = _best(own, own.scores - decoding.diversity * repeats, decoding.each)
        question_of = dict(zip(own.beams.tolist(), own.questions.tolist(), strict=True))
        for beam, token, _ in best:
            used[question_of[beam], token] = used.get((question_of[beam], token), 0) + 1
        chosen += best
    return chosen


def _best(candidates: Candidates, ranks: NDArray[np.float64], most: int) -> list[Choice]:
    """The ``most`` best candidates of each question; equal ones in their order."""
    order = np.lexsort((-ranks, candidates.questions))
    questions = candidates.questions[order]
    first = np.searchsorted(questions, questions)  # where the question of each begins
    taken = order[np.arange(len(order)) - first < most]
    return list(
        zip(
            candidates.beams[taken].tolist(),
            candidates.tokens[taken].tolist(),
            candidates.scores[taken].tolist(),
            strict=True,
        )
    )


def _drawn(candidates: Candidates, decoding: Decoding, step: int) -> Iterator[Choice]:
    """One token for each beam, at random."""
    starts = np.flatnonzero(np.diff(candidates.beams, prepend=-1))
    for start, stop in pairwise([*starts.tolist(), len(candidates.beams)]):
        values = candidates.log_probabilities[start:stop] / decoding.temperature
        weights = np.exp(values - values.max())
        random = np.random.default_rng([decoding.seed, step, int(candidates.streams[start])])
        at = start + random.choice(stop - start, p=weights / weights.sum())
        yield int(candidates.beams[start]), int(candidates.tokens[at]), candidates.scores[at].item()
