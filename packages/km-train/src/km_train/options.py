"""The options of a fine-tuning run: what may stand in its YAML file."""

from typing import Literal

from pydantic import Field

from km_graph.step import Input, Options


class AdapterOptions(Options):
    """Which weights are trained."""

    type: Literal["lora", "none"] = "lora"
    """lora: small matrices beside the frozen model; none: the whole model."""

    rank: int = Field(64, ge=1)
    """Rank of the LoRA matrices."""

    alpha: int = Field(64, ge=1)
    """LoRA scale: the matrices count alpha / rank (rslora: alpha / sqrt(rank))."""

    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of LoRA inputs dropped in training."""

    targets: str | tuple[str, ...] = "all-linear"
    """Modules that get LoRA matrices: all-linear, or names such as q_proj."""

    rslora: bool = False
    """Scale by the square root of the rank."""


class ScheduleOptions(Options):
    """How long and how fast the weights are trained."""

    epochs: float = Field(3.0, gt=0)
    """How often each row is seen."""

    learning_rate: float = Field(2e-4, gt=0)
    """Highest learning rate; tiny models like 2e-3 to 5e-3."""

    batch: int = Field(64, ge=1)
    """Rows for each optimiser step."""

    accumulate: int = Field(1, ge=1)
    """In how many parts a batch is computed; more parts need less memory."""

    warmup: float = Field(0.05, ge=0, lt=1)
    """Share of the steps in which the learning rate rises."""

    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    """How the learning rate falls after that."""

    weight_decay: float = Field(0.0, ge=0)
    """Weight decay of AdamW."""

    max_tokens: int = Field(512, ge=2)
    """Longest row, prompt and completion together."""

    checkpoint_every: int = Field(200, ge=1)
    """Optimiser steps between two checkpoints, from which an interrupted run goes on."""


class TrainOptions(Options):
    """Fine-tune a language model on examples of prompt and completion."""

    model: str = "tiny"
    """Name in km.base_models, folder, or name on the Hugging Face hub."""

    method: str = "sft"
    """Recipe (entry-point group km.recipes)."""

    examples: Input
    """Examples to train on: JSON lines with id, prompt and completion."""

    validation: Input | None = None
    """Examples to measure the loss on after each epoch."""

    allow_download: bool = False
    """Fetch the model from the hub if it is not on this machine."""

    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """Number format of the weights; auto: bfloat16 where a GPU has it, else float32."""

    distinct: bool = False
    """Train rows of equal prompt and completion as one."""

    overlong: Literal["drop", "error"] = "drop"
    """What to do with rows longer than max_tokens; run.json lists them."""

    adapter: AdapterOptions = AdapterOptions()
    """Which weights are trained."""

    train: ScheduleOptions = ScheduleOptions()
    """How long and how fast they are trained."""
