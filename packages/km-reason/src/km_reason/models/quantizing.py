"""Weights in 8 or 4 bits, by bitsandbytes."""

from importlib.util import find_spec
from typing import Any

import torch
import transformers

from km_graph.errors import ConfigError, MissingDependencyError

_WAYS = ("none", "8bit", "4bit")
_NEEDED = ("bitsandbytes", "accelerate")


def quantization(name: str) -> Any:
    """The configuration for transformers; None if the weights stay as they are.

    Four bits are NF4 and computed with in bfloat16, as QLoRA does.

    Raises:
        ConfigError: If there is no such way.
        MissingDependencyError: If bitsandbytes or accelerate is not installed.
    """
    if name not in _WAYS:
        raise ConfigError("quantize", [f"expected one of {', '.join(_WAYS)}; found {name!r}"])
    if name == "none":
        return None
    if any(find_spec(module) is None for module in _NEEDED):
        raise MissingDependencyError(f"weights in {name}", "km-reason[quantized]")
    make: Any = transformers.BitsAndBytesConfig  # here: older versions have none
    if name == "8bit":
        return make(load_in_8bit=True)
    return make(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
