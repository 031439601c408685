"""Base models and tokenizers by the name a user writes."""

from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from km_data.base_models import local_folder
from km_graph.errors import TrainingError
from km_train import compat


def load_tokenizer(reference: str, *, allow_download: bool = False) -> Any:
    """The tokenizer of a model, with an end-of-sequence and a padding token.

    Raises:
        DataError: If it is not on this machine.
        TrainingError: If it cannot be loaded or has no end-of-sequence token.
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
        DataError: If it is not on this machine.
        TrainingError: If it cannot be loaded.
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
    folder = local_folder(reference, allow_download=allow_download)
    try:
        with compat.quiet():
            return kind.from_pretrained(
                folder, local_files_only=True, trust_remote_code=False, **settings
            )
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise TrainingError(f"model {reference!r} cannot be loaded: {reason}") from error
