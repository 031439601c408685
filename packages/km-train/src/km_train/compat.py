"""Everything that differs between versions of transformers, TRL and PEFT, and their noise.

Other modules say what they want in our words; here it becomes what the installed versions call it.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from importlib.metadata import version
from typing import Any

# Read when huggingface_hub is imported, so this module comes before it.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import huggingface_hub.constants
import transformers
from trl import SFTConfig  # type: ignore[attr-defined]  # trl loads its names lazily

from km_graph.errors import TrainingError

huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY = True  # where it was imported before us

LIBRARIES = ("torch", "transformers", "trl", "peft", "accelerate", "datasets", "tokenizers")

# Our word for a setting, then what the versions call it, newest first.
_NAMES: dict[str, tuple[str, ...]] = {
    "activation_checkpointing": ("activation_checkpointing", "gradient_checkpointing"),
    "evaluate": ("eval_strategy", "evaluation_strategy"),
    "cpu": ("use_cpu", "no_cuda"),
    "max_length": ("max_length", "max_seq_length"),
}

# Message patterns of warnings that tell our users nothing, each with the reason.
_NOISE = (
    r".*gradient_checkpointing.* is deprecated",  # raised inside peft and trl, not by us
    r".*pin_memory.* argument is set as true",  # there is no accelerator to pin memory for
    r".*tokenizer has new PAD/BOS/EOS tokens",  # the padding token is ours on purpose
)


def sft_config(**settings: Any) -> SFTConfig:
    """The trainer's configuration from our settings.

    Raises:
        TrainingError: If the installed TRL knows no name for a setting.
    """
    known = {field.name for field in fields(SFTConfig)}
    renamed = {_known_name(ours, known): value for ours, value in settings.items()}
    with quiet():
        return SFTConfig(**renamed)


def _known_name(ours: str, known: set[str]) -> str:
    for name in _NAMES.get(ours, (ours,)):
        if name in known:
            return name
    raise TrainingError(
        f"TRL {version('trl')} with transformers {version('transformers')} has no setting {ours!r}",
        hint="install the versions of requirements/current.txt",
    )


def versions() -> dict[str, str]:
    """The versions of the libraries that decide what a run computes."""
    return {name: version(name) for name in LIBRARIES}


@contextmanager
def quiet() -> Iterator[None]:
    """A context without the warnings and bars of the libraries that our users cannot act on."""
    logs: Any = transformers.logging
    verbosity, bars = logs.get_verbosity(), logs.is_progress_bar_enabled()
    logs.set_verbosity_error()
    logs.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            for pattern in _NOISE:
                warnings.filterwarnings("ignore", message=pattern)
            yield
    finally:
        logs.set_verbosity(verbosity)
        if bars:
            logs.enable_progress_bar()
