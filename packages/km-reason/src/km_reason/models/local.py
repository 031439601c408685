"""Causal language models that run on this machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from km_graph.errors import MissingDependencyError
from km_graph.progress import SILENT, Progress
from km_reason.constrained.choosing import Decoding
from km_reason.constrained.constraint import Constraint
from km_reason.contracts import Completion, Constrained
from km_reason.models.reference import resolve

if TYPE_CHECKING:
    from km_reason.models.generation import Generator

Key = TypeVar("Key", str, int)

_NEEDED = ("torch", "transformers", "peft")


class LocalModel:
    """A transformers model, with an adapter or without.

    Identical prompts of one call are computed once, prompts of like length together. With
    ``beams`` > 1 the search is exact beam search by summed log-probability (no length penalty);
    ``Completion.score`` is that sum, end-of-sequence included. Weights are read from safetensors
    only and no code of a model repository is ever run.

    Args:
        model: An installed base model (``tiny``), a folder, or a Hugging Face name. None: the
            one the adapter was trained on.
        adapter: Folder of a training run or of a PEFT adapter.
        device: ``"cpu"``, ``"cuda"`` …; ``"auto"`` takes a GPU where there is one.
        dtype: ``"float32"``, ``"bfloat16"`` …; ``"auto"`` is float32 on a CPU and what the
            checkpoint holds elsewhere. In float32 the adapter is merged into the weights, which
            is faster and changes log-probabilities by rounding only.
        batch_tokens: How many tokens, all beams counted, are computed together at most.
        allow_download: Whether a Hugging Face name that is not on this machine is downloaded.
        quantize: ``"none"``, ``"8bit"`` or ``"4bit"``: how the base weights are kept in memory.
            The adapter is then not merged.

    Raises:
        ConfigError: If neither model nor adapter is given, or the device, dtype or quantization
            cannot be.
        DataError: If the model or adapter is missing, or they do not belong together.
        MissingDependencyError: If torch, transformers or peft is not installed, or bitsandbytes
            where weights are to be quantized.
    """

    def __init__(
        self,
        model: str | None = None,
        adapter: str | Path | None = None,
        *,
        device: str = "auto",
        dtype: str = "auto",
        batch_tokens: int = 16_384,
        allow_download: bool = False,
        quantize: str = "none",
    ) -> None:
        reference, folder = resolve(model, adapter)
        self._generator = _generator(
            reference,
            folder,
            device=device,
            dtype=dtype,
            allow_download=allow_download,
            quantize=quantize,
        )
        self._batch_tokens = batch_tokens

    def complete(
        self,
        prompts: Sequence[str],
        *,
        max_tokens: int,
        beams: int = 1,
        progress: Progress = SILENT,
    ) -> list[list[Completion]]:
        """Up to ``beams`` completions for each prompt, best first; deterministic."""
        distinct = {prompt: self._generator.encode(prompt) for prompt in prompts}
        done: dict[str, list[Completion]] = {}
        with progress.task("writing completions", len(distinct)) as advance:
            for batch in _batches(distinct, beams, max_tokens, self._batch_tokens):
                rows = [distinct[prompt] for prompt in batch]
                found = self._generator.generate(rows, max_tokens=max_tokens, beams=beams)
                done.update(zip(batch, found, strict=True))
                advance(len(batch))
        return [list(done[prompt]) for prompt in prompts]

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of texts, without tokens of begin and end."""
        return self._generator.tokenize(texts)

    def complete_within(
        self,
        prompts: Sequence[str],
        constraints: Sequence[Constraint],
        *,
        max_tokens: int,
        decoding: Decoding,
        progress: Progress = SILENT,
    ) -> list[list[Constrained]]:
        """See ``ConstrainedModel.complete_within``."""
        encoded = dict(enumerate(map(self._generator.encode, prompts)))
        done: dict[int, list[Constrained]] = {}
        with progress.task("writing paths", len(prompts)) as advance:
            for batch in _batches(encoded, decoding.beams, max_tokens, self._batch_tokens):
                found = self._generator.generate_within(
                    [encoded[i] for i in batch],
                    [constraints[i] for i in batch],
                    max_tokens=max_tokens,
                    decoding=decoding,
                )
                done.update(zip(batch, found, strict=True))
                advance(len(batch))
        return [done[i] for i in range(len(prompts))]


def _batches(
    encoded: Mapping[Key, list[int]], beams: int, max_tokens: int, batch_tokens: int
) -> list[list[Key]]:
    """Prompts of like length together, longest first so that lack of memory shows at once."""
    ordered = sorted(encoded, key=lambda key: (-len(encoded[key]), key))
    batches: list[list[Key]] = []
    room = 0
    for key in ordered:
        if room == 0:
            cost = beams * (len(encoded[key]) + max_tokens)
            room = max(1, batch_tokens // cost)
            batches.append([])
        batches[-1].append(key)
        room -= 1
    return batches


def _generator(reference: str, adapter: Path | None, **settings: Any) -> "Generator":
    # Not at the top: without torch the user is told what to install, not that a plugin is broken.
    try:
        from km_reason.models.generation import Generator  # noqa: PLC0415
        from km_reason.models.loading import load  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in _NEEDED:
            raise
        raise MissingDependencyError("local models", "km-reason[local]") from error
    return Generator(*load(reference, adapter, **settings))
