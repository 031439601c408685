"""What asking costs, and a limit that is not passed."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from km_eval.baseline.replies import Reply
from km_graph.errors import ConfigError
from km_graph.files import read_json

_MILLION = 1_000_000
_BYTES_A_TOKEN = 2  # fewer than any usual tokenizer makes of text, so that estimates are high


class Price(BaseModel):
    """Of a million tokens, in any currency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: float = Field(ge=0)
    completion: float = Field(default=0.0, ge=0)

    def of(self, prompt_tokens: int, tokens: int) -> float:
        """What so many tokens cost."""
        return (prompt_tokens * self.prompt + tokens * self.completion) / _MILLION


def read_price(path: Path, model: str) -> Price:
    """The price of a model in a table: JSON, name of a model to ``prompt`` and ``completion``.

    Raises:
        DataError: If the file is missing or is no JSON.
        ConfigError: If the table lacks the model, or states no price.
    """
    table = read_json(path)
    if not isinstance(table, Mapping) or model not in table:
        raise ConfigError(str(path), [f"expected a price for {model!r}"])
    try:
        return Price.model_validate(table[model])
    except ValidationError as error:
        problems = [f"{model}.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise ConfigError(str(path), problems) from error


class Reserved(NamedTuple):
    """Room in a budget for one request, to be settled when it is known what it cost."""

    cost: float


class Budget:
    """Stops requests before they could cost more than is to be spent; for any thread.

    Room for the whole reply is reserved before a request is sent, and what is not used is given
    back. Replies out of a cache cost nothing.

    Example:
        >>> budget = Budget(Price(prompt=1.0, completion=1.0), most=0.0001)
        >>> budget.reserve("a question", 50) is not None, budget.reserve("another", 50)
        (True, None)
    """

    def __init__(self, price: Price, most: float) -> None:
        self.price, self.most = price, most
        self.spent = 0.0
        self._reserved = 0.0
        self._lock = threading.Lock()

    def reserve(self, prompt: str, max_tokens: int) -> Reserved | None:
        """Room for a request, or None if there is not enough."""
        n_asked = -(-len(prompt.encode()) // _BYTES_A_TOKEN)
        cost = self.price.of(n_asked, max_tokens)
        with self._lock:
            if self.spent + self._reserved + cost > self.most:
                return None
            self._reserved += cost
        return Reserved(cost)

    def settle(self, reserved: Reserved, reply: Reply | None) -> None:
        """Count what a request cost; a failed one costs nothing, as servers charge."""
        cost = 0.0 if reply is None else self.price.of(reply.prompt_tokens, reply.tokens)
        with self._lock:
            self._reserved -= reserved.cost
            self.spent += cost
