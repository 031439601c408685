"""Prompts that fit a token budget exactly, counted with the tokenizer that training uses."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from km_graph.errors import DataError, MissingDependencyError

CountTokens = Callable[[str], int]
"""How many tokens a text is."""


@dataclass(slots=True)
class Budget:
    """A token budget for whole examples; the ``fit`` of a build context.

    Lines are dropped whole and from the end, where the worst ones stand, and only as many as
    needed. It counts the text of prompt and completion; what a chat template or an end-of-sequence
    token adds comes on top.

    Attributes:
        count: How many tokens a text is.
        limit: The most tokens of prompt and completion together.
        cost: ``examples_shortened`` and how many ``lines_dropped`` from them;
            ``examples_left_out``, which do not fit even without lines.

    Example:
        >>> budget = Budget(lambda text: len(text.split()), limit=3)
        >>> budget(5, lambda n: "line " * n + "question")
        2
    """

    count: CountTokens
    limit: int
    cost: Counter[str] = field(default_factory=Counter)

    def __call__(self, n_lines: int, text: Callable[[int], str]) -> int | None:
        """How many lines to keep; None to leave the example out. See ``contracts.Fit``."""
        if self._fits(text(n_lines)):
            return n_lines
        if not n_lines or not self._fits(text(0)):
            self.cost["examples_left_out"] += 1
            return None
        fits, exceeds = 0, n_lines
        while exceeds - fits > 1:
            middle = (fits + exceeds) // 2
            fits, exceeds = (middle, exceeds) if self._fits(text(middle)) else (fits, middle)
        self.cost["examples_shortened"] += 1
        self.cost["lines_dropped"] += n_lines - fits
        return fits

    def _fits(self, text: str) -> bool:
        return self.count(text) <= self.limit


def load_token_counter(path: str | Path) -> CountTokens:
    """Counts tokens as a ``tokenizer.json`` does, given it or its folder.

    No special tokens are added, and neither truncation nor padding of the file is applied.

    Raises:
        MissingDependencyError: If ``tokenizers`` is not installed.
        DataError: If there is no such file, or it is not a tokenizer.
    """
    file = Path(path)
    file = file / "tokenizer.json" if file.is_dir() else file
    if not file.is_file():
        raise DataError(
            file,
            "no such file",
            hint="name a tokenizer.json or a folder with one, such as that of the model to train",
        )
    tokenizer = _tokenizer(file)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _tokenizer(file: Path) -> Any:
    try:
        tokenizers = import_module("tokenizers")
    except ModuleNotFoundError as error:
        raise MissingDependencyError("counting tokens", "km-data[tokenizers]") from error
    try:
        return tokenizers.Tokenizer.from_file(str(file))
    except Exception as error:  # a border: the library raises nothing narrower
        raise DataError(file, f"expected a tokenizer: {error}") from error
