"""Beam search, diverse beam search and sampling under constraints.

Only tokens that are allowed are ever scored, and beams that are done leave the batch, so a step
costs little more than the model itself.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from km_reason.constrained.choosing import Candidates, Decoding, choose
from km_reason.constrained.constraint import Constraint, ConstraintState


class Found(NamedTuple):
    """A completion that satisfies its constraint.

    Attributes:
        tokens: What was written.
        score: Sum of log-probabilities.
        state: Where it ended: a state that is complete.
    """

    tokens: tuple[int, ...]
    score: float
    state: ConstraintState


@dataclass(frozen=True, slots=True)
class _Beam:
    question: int
    group: int
    stream: int  # of random numbers
    state: ConstraintState
    tokens: tuple[int, ...] = ()
    score: float = 0.0


class _Forward:
    """A model that is given a token at a time, with its cache."""

    def __init__(self, model: Any, rows: Sequence[Sequence[int]], pad: int) -> None:
        width = max(map(len, rows))
        ids = torch.tensor([[pad] * (width - len(row)) + list(row) for row in rows])
        mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in rows])
        self._model = model
        self._mask = mask.to(model.device)
        positions = (self._mask.cumsum(-1) - 1).clamp(min=0)
        self._run(ids.to(model.device), positions, None)

    def _run(self, ids: torch.Tensor, positions: torch.Tensor, cache: Any) -> None:
        output = self._model(
            input_ids=ids,
            attention_mask=self._mask,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
        )
        self._cache = output.past_key_values
        self.logits = output.logits[:, -1]

    def feed(self, rows: Sequence[int], tokens: Sequence[int]) -> None:
        """Go on from these rows, which may repeat, with a token each."""
        chosen = torch.tensor(rows, device=self._mask.device)
        ids = torch.tensor(tokens, device=self._mask.device)[:, None]
        mask = self._mask[chosen]
        self._mask = torch.cat([mask, mask.new_ones(len(rows), 1)], dim=1)
        positions = self._mask.sum(-1, keepdim=True) - 1
        self._run(ids, positions, _reordered(self._cache, chosen))


def _reordered(cache: Any, rows: torch.Tensor) -> Any:
    if hasattr(cache, "reorder_cache"):
        cache.reorder_cache(rows)
        return cache
    # What transformers had before it had cache objects: keys and values by layer.
    return tuple(tuple(part.index_select(0, rows) for part in layer) for layer in cache)


@torch.inference_mode()
def search(
    model: Any,
    rows: Sequence[Sequence[int]],
    constraints: Sequence[Constraint],
    *,
    decoding: Decoding,
    max_tokens: int,
    pad: int,
) -> list[list[Found]]:
    """The best completions of each prompt that satisfy its constraint, best first.

    Deterministic; a sample depends on ``decoding.seed`` and on what its prompt and constraint
    are, not on the prompts beside it.

    Args:
        model: A causal language model of transformers, in evaluation.
        rows: The token ids of the prompts, none empty.
        constraints: One for each prompt.
        decoding: How to search.
        max_tokens: What is not complete after so many tokens is given up.
        pad: The padding token.
    """
    starts = [constraint.start() for constraint in constraints]
    live = [
        _Beam(question, group, zlib.crc32(repr((*rows[question], group)).encode()), state)
        for question, state in enumerate(starts)
        if state is not None
        for group in range(decoding.chains)
    ]
    done: dict[tuple[int, int], list[Found]] = {}
    if live:
        asked = list(dict.fromkeys(beam.question for beam in live))
        forward = _Forward(model, [rows[question] for question in asked], pad)
        at = [asked.index(beam.question) for beam in live]
        for step in range(max_tokens):
            candidates = _candidates(forward.logits, live, at, decoding)
            grown = [
                (at[i], token, _grown(live[i], token, score))
                for i, token, score in choose(candidates, decoding, step=step)
            ]
            left = _unfinished(grown, done, decoding)
            if not left:
                break
            forward.feed([row for row, _, _ in left], [token for _, token, _ in left])
            live, at = [beam for _, _, beam in left], list(range(len(left)))
    return [_merged(done, question, decoding) for question in range(len(rows))]


def _grown(beam: _Beam, token: int, score: float) -> _Beam:
    return replace(beam, state=beam.state.after(token), tokens=(*beam.tokens, token), score=score)


def _unfinished(
    grown: Sequence[tuple[int, int, _Beam]],
    done: dict[tuple[int, int], list[Found]],
    decoding: Decoding,
) -> list[tuple[int, int, _Beam]]:
    """The beams to go on with: not complete, and as scores only ever fall, not beaten either."""
    for _, _, beam in grown:
        if not len(beam.state.allowed):
            found = done.setdefault((beam.question, beam.group), [])
            found.append(Found(beam.tokens, beam.score, beam.state))
            found.sort(key=lambda one: -one.score)
            del found[decoding.each :]
    return [item for item in grown if _may_win(item[2], done, decoding)]


def _may_win(beam: _Beam, done: dict[tuple[int, int], list[Found]], decoding: Decoding) -> bool:
    found = done.get((beam.question, beam.group), [])
    beaten = len(found) == decoding.each and beam.score <= found[-1].score
    return bool(len(beam.state.allowed)) and not beaten


def _merged(
    done: dict[tuple[int, int], list[Found]], question: int, decoding: Decoding
) -> list[Found]:
    """What all groups found; a sample may hold the same twice."""
    found = [one for chain in range(decoding.chains) for one in done.get((question, chain), [])]
    kept = found if decoding.sample else list({one.tokens: one for one in found}.values())
    return sorted(kept, key=lambda one: -one.score)


def _candidates(
    logits: torch.Tensor, live: Sequence[_Beam], at: Sequence[int], decoding: Decoding
) -> Candidates:
    allowed = [beam.state.allowed for beam in live]
    counts = np.array(list(map(len, allowed)))
    tokens = np.concatenate(allowed)
    beams = np.repeat(np.arange(len(live)), counts)
    rows = torch.as_tensor(np.asarray(at)[beams], device=logits.device)
    logits = logits.float()
    chosen = logits[rows, torch.as_tensor(tokens.astype(np.int64), device=logits.device)]
    if decoding.scores == "vocabulary":
        chosen = chosen - logits.logsumexp(-1)[rows]
    values = chosen.cpu().numpy().astype(np.float64)
    if decoding.scores == "allowed":
        values -= _log_sums(values, counts)[beams]
    return Candidates(
        beams=beams,
        tokens=tokens,
        log_probabilities=values,
        scores=np.array([beam.score for beam in live])[beams] + values,
        questions=np.array([beam.question for beam in live])[beams],
        groups=np.array([beam.group for beam in live])[beams],
        streams=np.array([beam.stream for beam in live])[beams],
    )


def _log_sums(values: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return np.logaddexp.reduceat(values, starts)
