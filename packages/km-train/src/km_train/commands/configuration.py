"""Options of a training run from a YAML file and flags, for commands that train nothing."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from km_graph.cli.existing import ExistingPath
from km_graph.config import Document, load_yaml, validated
from km_graph.config.overrides import apply_overrides
from km_train import loading
from km_train.encoding import Encoded, encode
from km_train.options import TrainOptions
from km_train.steps import read_all

F = TypeVar("F", bound=Callable[..., Any])

CONFIG = click.Option(
    ["--config"],
    type=ExistingPath("file"),
    help="YAML file with the options of km train run.",
)


def configured(command: F) -> F:
    """Give a command the flags that make up its options."""
    flags = (
        click.option("--config", type=CONFIG.type, help=CONFIG.help),
        click.option("--examples", type=ExistingPath(), help="Examples to train on."),
        click.option("--model", help="Base model; only its tokenizer is loaded."),
        click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Any option."),
    )
    for flag in reversed(flags):
        command = flag(command)
    return command


def options_of(
    config: Path | None, examples: Path | None, model: str | None, overrides: Iterable[str]
) -> TrainOptions:
    """The options that the flags of ``configured`` say; ConfigError lists what is wrong."""
    flags = {"examples": examples, "model": model}
    given = [f"{key}={value}" for key, value in flags.items() if value is not None]
    if config is not None:
        return load_yaml(config, TrainOptions, [*given, *overrides])
    document = Document("", {})
    apply_overrides(document, [*given, *overrides])
    return validated(document, TrainOptions)


def encoded(options: TrainOptions) -> tuple[Encoded, Any]:
    """The rows of the examples, and the tokenizer; no model weights are loaded."""
    examples = read_all(options.examples)
    tokenizer = loading.load_tokenizer(options.model, allow_download=options.allow_download)
    rows = encode(
        examples,
        tokenizer,
        max_tokens=options.train.max_tokens,
        overlong=options.overlong,
        distinct=options.distinct,
    )
    return rows, tokenizer
