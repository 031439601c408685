"""Base models and tokenizers by the name a user writes."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from km_graph.errors import TrainingError, nearest
from km_train import compat
from km_train.contracts import BASE_MODELS


def resolve(reference: str) -> Path | str:
    """The folder a reference means, or the reference itself if it is a name on the hub.

    Raises:
        TrainingError: If it looks like a folder and is none.

    Example:
        >>> resolve("tiny").name
        'model'
    """
    if reference in BASE_MODELS.names():
        return Path(BASE_MODELS.load(reference)())
    folder = Path(reference).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise TrainingError(f"model folder {reference!r} has no config.json")
        return folder
    if folder.is_absolute() or reference.startswith((".", "~")) or reference.count("/") > 1:
        raise TrainingError(
            f"there is no model folder {reference!r}",
            hint=f"expected a folder, a hub name or one of: {', '.join(BASE_MODELS.names())}",
        )
    return reference


def load_tokenizer(reference: str, *, allow_download: bool = False) -> Any:
    """The tokenizer of a model, with an end-of-sequence and a padding token.

    Raises:
        TrainingError: If it is not on this machine or has no end-of-sequence token.
    """
    tokenizer = _load(AutoTokenizer, reference, allow_download=allow_download)
    if tokenizer.eos_token_id is None:
        raise TrainingError(f"the tokenizer of model {reference!r} has no end-of-sequence token")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_model(reference: str, *, dtype: str = "auto", allow_download: bool = False) -> Any:
    """A causal language model; code that comes with a model is never executed.

    Raises:
        TrainingError: If it is not on this machine or cannot be loaded.
    """
    model = _load(
        AutoModelForCausalLM, reference, allow_download=allow_download, dtype=torch_dtype(dtype)
    )
    # Adapters and model cards name the base as the user did: a path of this machine means
    # nothing elsewhere.
    model.name_or_path = model.config._name_or_path = reference
    return model


def torch_dtype(name: str) -> torch.dtype:
    """The number format of that name; ``auto`` is the fast and safe one of this machine."""
    if name != "auto":
        dtype = getattr(torch, name)
        assert isinstance(dtype, torch.dtype)
        return dtype
    has_bfloat16 = torch.cuda.is_available() and torch.cuda.is_bf16_supported()
    return torch.bfloat16 if has_bfloat16 else torch.float32


def _load(kind: Any, reference: str, *, allow_download: bool, **settings: Any) -> Any:
    source = resolve(reference)
    local_only = isinstance(source, Path) or not allow_download
    try:
        with compat.quiet():
            return kind.from_pretrained(
                source, local_files_only=local_only, trust_remote_code=False, **settings
            )
    except (OSError, ValueError) as error:
        raise _cannot_load(reference, source, error, allow_download=allow_download) from error


def _cannot_load(
    reference: str, source: Path | str, error: Exception, *, allow_download: bool
) -> TrainingError:
    if isinstance(source, Path) or allow_download:
        reason = str(error).strip().splitlines()[0]
        return TrainingError(f"model {reference!r} cannot be loaded: {reason}")
    near = nearest(reference, BASE_MODELS.names())
    return TrainingError(
        f"model {reference!r} is not on this machine",
        hint=f"did you mean {near[0]!r}?"
        if near
        else "set allow_download: true to fetch it, or give the folder it lies in",
    )
