"""Examples as token rows, with the loss on the completion only."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from km_data.records import Example
from km_graph.errors import TrainingError

IGNORED = -100
"""The label of a token that is read but not trained."""


@dataclass(frozen=True, slots=True)
class Row:
    """One example as a model sees it.

    Attributes:
        id: Of the example.
        input_ids: Prompt, completion and end-of-sequence token.
        labels: The same, with ``IGNORED`` for the tokens of the prompt.
    """

    id: str
    input_ids: list[int]
    labels: list[int]

    @property
    def trained(self) -> int:
        """How many tokens the loss is computed on."""
        return sum(label != IGNORED for label in self.labels)


@dataclass(frozen=True, slots=True)
class Encoded:
    """The rows to train on, and what was left out.

    Attributes:
        rows: In the order of the examples.
        overlong: Ids of the examples left out because they are too long.
        duplicates: How many rows were left out because they equal an earlier one.
    """

    rows: tuple[Row, ...]
    overlong: tuple[str, ...] = ()
    duplicates: int = 0

    def summary(self) -> dict[str, Any]:
        """Counts for people and for ``run.json``."""
        lengths = [len(row.input_ids) for row in self.rows]
        return {
            "rows": len(self.rows),
            "duplicates": self.duplicates,
            "overlong": list(self.overlong),
            "tokens": sum(lengths),
            "trained_tokens": sum(row.trained for row in self.rows),
            "tokens_per_row": {
                "min": min(lengths, default=0),
                "median": int(statistics.median(lengths)) if lengths else 0,
                "max": max(lengths, default=0),
            },
        }


def encode(
    examples: Sequence[Example],
    tokenizer: Any,
    *,
    max_tokens: int,
    overlong: str = "drop",
    distinct: bool = False,
) -> Encoded:
    """The examples as rows of at most ``max_tokens`` tokens; none is ever cut short.

    Prompt and completion are tokenised apart, as they are when the model is asked, so that no
    token crosses the border between them.

    Raises:
        TrainingError: If no example is left, or one is too long and ``overlong`` is ``error``.
    """
    if not examples:
        raise TrainingError("there is no example to train on")
    rows = _tokenised(examples, tokenizer)
    fitting = [row for row in rows if len(row.input_ids) <= max_tokens]
    too_long = tuple(row.id for row in rows if len(row.input_ids) > max_tokens)
    if too_long and (overlong == "error" or not fitting):
        raise TrainingError(
            f"{len(too_long)} of {len(rows)} examples are longer than max_tokens {max_tokens}, "
            f"{too_long[0]!r} is the first",
            hint="raise train.max_tokens"
            + ("" if overlong == "drop" else " or set overlong: drop"),
        )
    kept = _distinct(fitting) if distinct else fitting
    return Encoded(tuple(kept), too_long, len(fitting) - len(kept))


def _tokenised(examples: Sequence[Example], tokenizer: Any) -> list[Row]:
    end = tokenizer.eos_token_id
    prompts = tokenizer([example.prompt for example in examples])["input_ids"]
    completions = tokenizer([example.completion for example in examples], add_special_tokens=False)[
        "input_ids"
    ]
    rows = []
    for example, prompt, completion in zip(examples, prompts, completions, strict=True):
        if prompt and prompt[-1] == end:  # some tokenizers close every text
            prompt.pop()
        trained = [*completion, end]
        rows.append(Row(example.id, prompt + trained, [IGNORED] * len(prompt) + trained))
    return rows


def _distinct(rows: Iterable[Row]) -> list[Row]:
    first: dict[tuple[tuple[int, ...], int], Row] = {}
    for row in rows:
        first.setdefault((tuple(row.input_ids), row.trained), row)
    return list(first.values())
