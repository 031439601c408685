"""Base model, adapter and tokenizer into memory."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
import transformers
from peft import PeftModel, get_peft_model_state_dict
from safetensors import SafetensorError, safe_open
from transformers import AutoModelForCausalLM, AutoTokenizer

from km_data.base_models import local_folder
from km_graph.errors import ConfigError, DataError, nearest
from km_reason.models.quantizing import quantization

logger = logging.getLogger(__name__)

_DTYPES = ("float32", "bfloat16", "float16")


def load(
    reference: str,
    adapter: Path | None,
    *,
    device: str,
    dtype: str,
    allow_download: bool,
    quantize: str = "none",
) -> tuple[Any, Any]:
    """Model and tokenizer, ready to generate.

    Raises:
        DataError: If one is missing or they do not belong together.
        ConfigError: If the weights cannot be quantized so.
        MissingDependencyError: If they are to be quantized and bitsandbytes is not installed.
    """
    place = _device(device)
    fewer_bits = quantization(quantize)
    base = local_folder(reference, allow_download=allow_download)
    with _quiet():
        model = _load_base(base, place, fewer_bits)
        tokenizer = _load_tokenizer(base, adapter)
        _check_tokens(model, tokenizer, adapter or base)
        if fewer_bits is None:  # quantized weights are where they belong, and stay as they are
            model = model.to(device=place, dtype=_dtype(dtype, place, model.dtype))
        if adapter is not None:
            model = _with_adapter(model, adapter, base)
    logger.info("loaded %s%s on %s", reference, f" with {adapter}" if adapter else "", place)
    return model.eval(), tokenizer


def _load_base(base: Path, place: torch.device, fewer_bits: Any) -> Any:
    quantized = {"quantization_config": fewer_bits, "device_map": {"": place}}
    try:
        return AutoModelForCausalLM.from_pretrained(
            base,
            local_files_only=True,
            use_safetensors=True,
            **(quantized if fewer_bits is not None else {}),
        )
    except (OSError, ValueError, SafetensorError) as error:
        message = f"expected a causal language model: {_first_line(error)}"
        raise DataError(base, message) from error


def _load_tokenizer(base: Path, adapter: Path | None) -> Any:
    has_own = adapter is not None and (adapter / "tokenizer_config.json").is_file()
    source = adapter if has_own and adapter else base
    try:
        return AutoTokenizer.from_pretrained(source, local_files_only=True)
    except (OSError, ValueError) as error:
        raise DataError(source, f"expected a tokenizer: {_first_line(error)}") from error


def _check_tokens(model: Any, tokenizer: Any, where: str | Path) -> None:
    if tokenizer.eos_token_id is None:
        raise DataError(where, "the tokenizer has no end-of-sequence token")
    rows = model.get_input_embeddings().weight.shape[0]
    if len(tokenizer) > rows:
        raise DataError(
            where,
            f"the tokenizer has {len(tokenizer)} tokens but the base model {rows}",
            hint="use the base model that the adapter was trained on",
        )


def _with_adapter(model: Any, folder: Path, base: Path) -> Any:
    misfit = f"the adapter does not fit the base model {str(base)!r}"
    hint = "use the base model that the adapter was trained on"
    try:
        adapted: Any = PeftModel.from_pretrained(model, str(folder))
    except (RuntimeError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise DataError(folder, f"{misfit}: {_first_line(error)}", hint=hint) from error
    strange = _strange_weights(adapted, folder)
    if strange:
        raise DataError(folder, f"{misfit}: weight {strange[0]!r} is not in both", hint=hint)
    whole = adapted.dtype == torch.float32 and not getattr(model, "is_quantized", False)
    if whole and not adapted.active_peft_config.is_prompt_learning:
        return adapted.merge_and_unload()
    return adapted


def _strange_weights(adapted: Any, folder: Path) -> list[str]:
    """Names of weights that the file has and the model has no place for, or the other way."""
    expected = set(get_peft_model_state_dict(adapted, save_embedding_layers=False))
    with safe_open(folder / "adapter_model.safetensors", "pt") as file:
        stored = set(file.keys())
    return sorted((expected - stored) | (stored - expected - set(adapted.state_dict())))


@contextmanager
def _quiet() -> Iterator[None]:
    """A context without the bars and warnings of libraries that our users cannot act on."""
    says: Any = transformers.logging
    shown = says.is_progress_bar_enabled()
    says.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            # What is missing from an adapter's file is checked by name, not by a warning.
            warnings.filterwarnings("ignore", message="Found missing adapter keys")
            warnings.filterwarnings("ignore", category=FutureWarning)
            yield
    finally:
        if shown:
            says.enable_progress_bar()


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ConfigError(
            "device", [f"expected 'auto', 'cpu' or 'cuda', found {name!r}"]
        ) from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise ConfigError("device", ["cuda was asked for, but torch finds no GPU"])
    return device


def _dtype(name: str, device: torch.device, stored: torch.dtype) -> torch.dtype:
    if name == "auto":
        return torch.float32 if device.type == "cpu" else stored
    if name not in _DTYPES:
        near = nearest(name, _DTYPES)
        hint = f"did you mean {near[0]!r}?" if near else None
        raise ConfigError(
            "dtype", [f"expected auto, {', '.join(_DTYPES)}; found {name!r}"], hint=hint
        )
    found: torch.dtype = getattr(torch, name)
    return found


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # Torch names what does not fit on the lines after a general first one.
    return next(
        (line for line in lines if "size mismatch" in line), lines[0] if lines else "unknown"
    )
