"""A constraint as a logits processor of transformers, for a ``generate`` of one's own."""

from collections.abc import Sequence

import numpy as np
import torch
from transformers import LogitsProcessor

from km_reason.constrained.constraint import Constraint, ConstraintState


class ConstrainedLogitsProcessor(LogitsProcessor):
    """Lets only such tokens be generated as constraints allow, whatever the kind of search.

    A completion that is complete may only end. A row that no constraint can be satisfied from,
    such as a beam that never had a chance, may only end too, at probability 0.

    Args:
        constraints: One for each prompt of the batch.
        prompt_length: How many tokens stand before what is generated, padding included.
        end: The end-of-sequence token.
        rows_each: How many rows ``generate`` makes of each prompt: beams, or sequences returned.
    """

    def __init__(
        self, constraints: Sequence[Constraint], *, prompt_length: int, end: int, rows_each: int = 1
    ) -> None:
        self._prompt_length = prompt_length
        self._end = end
        self._rows_each = rows_each
        # By prompt and by the tokens written: a beam finds its state whatever row it moved to.
        self._states: list[dict[bytes, ConstraintState]] = [
            {} if (start := constraint.start()) is None else {b"": start}
            for constraint in constraints
        ]

    def state(self, prompt: int, tokens: Sequence[int]) -> ConstraintState | None:
        """Where a completion of a prompt stands, if it satisfies the constraint so far."""
        return self._state(self._states[prompt], np.asarray(tokens, np.int64))

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """The scores with minus infinity for all that is not allowed; shapes as in transformers."""
        written = input_ids[:, self._prompt_length :].cpu().numpy()
        choices, impossible = [], []
        for row, tokens in enumerate(written):
            state = self._state(self._states[row // self._rows_each], tokens)
            if state is None:
                impossible.append(row)
            choices.append(
                state.allowed if state is not None and len(state.allowed) else [self._end]
            )
        rows = np.repeat(np.arange(len(choices)), list(map(len, choices)))
        at = torch.as_tensor(rows), torch.as_tensor(np.concatenate(choices).astype(np.int64))
        at = at[0].to(scores.device), at[1].to(scores.device)
        constrained = torch.full_like(scores, -torch.inf)
        constrained[at] = scores[at]
        constrained[impossible, self._end] = torch.finfo(scores.dtype).min
        return constrained

    def _state(
        self, known: dict[bytes, ConstraintState], tokens: np.ndarray
    ) -> ConstraintState | None:
        key = tokens.tobytes()
        state = known.get(key)
        if state is None and len(tokens):
            before = self._state(known, tokens[:-1])
            token = int(tokens[-1])
            if before is None or token not in before.allowed:
                return None
            state = known[key] = before.after(token)
        return state
