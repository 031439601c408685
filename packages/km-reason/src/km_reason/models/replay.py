"""Completions that were recorded, in place of a model."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from km_graph.errors import DataError
from km_graph.files import read_jsonl, write_jsonl
from km_graph.progress import SILENT, Progress
from km_reason.contracts import Completion


class ReplayModel:
    """Answers each prompt with what a JSON-lines file says a model wrote for it.

    A line is ``{"prompt": …, "completions": [{"text": …, "score": …, "tokens": …}, …]}``, best
    completion first; ``score`` and ``tokens`` may be left out, and a completion may be just its
    text. Use it for models that ran elsewhere.

    Args:
        completions: The file.

    Raises:
        DataError: Naming file and line of a bad record.
    """

    def __init__(self, completions: str | Path) -> None:
        self.source = completions
        self._recorded: dict[str, list[Completion]] = {}
        for line, row in read_jsonl(completions):
            try:
                self._recorded[row["prompt"]] = [_completion(item) for item in row["completions"]]
            except (KeyError, TypeError) as error:
                message = "expected a prompt and a list of completions, each with a text"
                raise DataError(completions, message, line=line) from error

    def complete(
        self,
        prompts: Sequence[str],
        *,
        max_tokens: int,  # noqa: ARG002  (the contract's; a recording has its length already)
        beams: int = 1,
        progress: Progress = SILENT,
    ) -> list[list[Completion]]:
        """The first ``beams`` recorded completions of each prompt.

        Raises:
            DataError: If a prompt was not recorded.
        """
        with progress.task("replaying completions", len(prompts)) as advance:
            found = [self._find(prompt)[:beams] for prompt in prompts]
            advance(len(prompts))
        return found

    def _find(self, prompt: str) -> list[Completion]:
        if prompt not in self._recorded:
            raise DataError(
                self.source,
                f"no completion is recorded for the prompt {prompt!r:.200}",
                hint="record it, or answer with a model that runs",
            )
        return self._recorded[prompt]


def record_completions(
    path: str | Path, prompts: Sequence[str], completions: Sequence[Sequence[Completion]]
) -> int:
    """Write what a model completed, for ``ReplayModel`` to read; returns how many prompts."""
    rows = {
        prompt: {"prompt": prompt, "completions": [item._asdict() for item in found]}
        for prompt, found in zip(prompts, completions, strict=True)
    }
    return write_jsonl(path, rows.values())


def _completion(item: Any) -> Completion:
    if isinstance(item, str):
        return Completion(item)
    if not isinstance(item["text"], str):
        raise TypeError("text")
    return Completion(item["text"], float(item.get("score", 0.0)), int(item.get("tokens", 0)))
