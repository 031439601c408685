"""``km train run``: the step ``train.run``, with its options from flags, a YAML file or both."""

from typing import Any

import click

from km_graph.cli.step_command import command_for
from km_graph.config import load_yaml, read_document
from km_train.commands.configuration import CONFIG
from km_train.steps import RUN


def _take_from_file(ctx: click.Context, param: click.Parameter, path: Any) -> Any:  # noqa: ARG001
    """Let what the file says stand in for flags that are not given."""
    if path is not None:
        load_yaml(path, RUN.options)  # so that problems are told with their lines
        ctx.default_map = {**(ctx.default_map or {}), **read_document(path).value}
    return path


run = command_for(RUN, "train.run")
run.name = "run"
run.params.insert(
    0,
    click.Option(
        ["--config"],
        type=CONFIG.type,
        help="YAML file with these options; a flag given as well wins.",
        is_eager=True,
        expose_value=False,
        callback=_take_from_file,
    ),
)
