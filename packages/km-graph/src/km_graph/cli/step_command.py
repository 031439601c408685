"""A step as a command: its options become flags, its result a folder and a table."""

import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import click
import yaml
from click.core import ParameterSource
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from km_graph.cli.existing import ExistingPath
from km_graph.config.document import Document
from km_graph.config.problems import dotted, problems_of
from km_graph.pipeline.inputs import holds_inputs
from km_graph.pipeline.single import run_single
from km_graph.step import Options, Step
from km_graph.terminal import print_json, print_summary, terminal_progress

_RESERVED = {"out", "overwrite", "seed", "json"}

if TYPE_CHECKING:
    ParamType = click.ParamType[Any]
else:  # generic since click 8.4 only
    ParamType = click.ParamType

_SCALARS: dict[Any, ParamType] = {
    str: click.STRING,
    int: click.INT,
    float: click.FLOAT,
    Path: click.Path(path_type=Path),
}


class _YamlValue(ParamType):
    """A value of a kind that has no flag of its own, written as YAML."""

    name = "yaml"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return yaml.safe_load(value) if isinstance(value, str) else value
        except yaml.YAMLError:
            self.fail(f"expected a YAML value, found {value!r}", param, ctx)


class _Pair(ParamType):
    """``name=value`` of a dictionary."""

    name = "name=value"

    def __init__(self, inner: ParamType) -> None:
        self.inner = inner

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        key, equals, text = value.partition("=")
        if not equals:
            self.fail(f"expected name=value, found {value!r}", param, ctx)
        return key, self.inner.convert(text, param, ctx)


def command_for(step: Step[Any], name: str) -> click.Command:
    """The command that runs a step into the folder ``--out``."""
    taken = _RESERVED & set(step.options.model_fields)
    assert not taken, f"step {name!r}: every step command has its own {sorted(taken)}"
    own = [_option(key, field) for key, field in step.options.model_fields.items()]

    @click.pass_context
    def run(ctx: click.Context, /, **given: Any) -> None:
        options = _options(ctx, step, given)
        outcome = run_single(
            step,
            options,
            name=name,
            out=given["_out"],
            seed=given["_seed"],
            overwrite=given["_overwrite"],
            progress=terminal_progress(),
        )
        if given["_json"]:
            print_json({"out": str(given["_out"]), "seconds": outcome.seconds, **outcome.summary})
        else:
            print_summary(f"{given['_out']} ({outcome.seconds:.1f} s)", outcome.summary)

    return click.Command(name, callback=run, params=[*own, *_shared()], help=step.help)


def _shared() -> Iterator[click.Parameter]:
    folder = click.Path(file_okay=False, path_type=Path)
    yield click.Option(["_out", "--out"], type=folder, required=True, help="The folder to make.")
    yield click.Option(
        ["_overwrite", "--overwrite"], is_flag=True, help="Replace the folder if there is one."
    )
    yield click.Option(
        ["_seed", "--seed"],
        type=click.IntRange(0),
        default=0,
        show_default=True,
        help="For everything random.",
    )
    yield click.Option(["_json", "--json"], is_flag=True, help="Print the result as JSON.")


def _option(key: str, field: FieldInfo) -> click.Option:
    flag = _flag(key)
    kind, multiple = _kind(field)
    extra: dict[str, Any] = {"type": kind, "multiple": multiple}
    if kind is click.BOOL:
        flag, extra = f"{flag}/--no-{flag[2:]}", {}
    return click.Option(
        [key, flag],
        required=field.is_required(),
        help=field.description,
        **extra,
        **_default(field),
    )


def _flag(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def _default(field: FieldInfo) -> dict[str, Any]:
    """The default, for the help; options that are not given are left to the model."""
    default = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(default, str | int | float):
        return {"default": default, "show_default": True}
    if default in (PydanticUndefined, None) or not default:
        return {}
    shown = ", ".join(map(str, default)) if isinstance(default, list | tuple) else str(default)
    return {"show_default": shown}


def _kind(field: FieldInfo) -> tuple[ParamType, bool]:
    """The click type of a field, and whether it may be given several times."""
    annotation = _bare(field.annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (list, set, frozenset) or (origin is tuple and arguments[1:] == (...,)):
        inner = _scalar(_bare(arguments[0]), holds_inputs(field))
        if inner is not None:
            return inner, True
    if origin is dict and arguments[0] is str:
        return _Pair(_pair_value(_bare(arguments[1]), holds_inputs(field))), True
    return _scalar(annotation, holds_inputs(field)) or _YamlValue(), False


def _bare(annotation: Any) -> Any:
    """The annotation without None and without metadata."""
    if hasattr(annotation, "__metadata__"):
        return _bare(annotation.__origin__)
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _bare(inner[0]) if len(inner) == 1 else annotation
    return annotation


def _scalar(annotation: Any, is_input: bool) -> ParamType | None:
    if annotation is bool:
        return click.BOOL
    if get_origin(annotation) is Literal and all(isinstance(a, str) for a in get_args(annotation)):
        return click.Choice(get_args(annotation))
    if annotation is Path and is_input:
        return ExistingPath()
    return _SCALARS.get(annotation)


def _pair_value(annotation: Any, is_input: bool) -> ParamType:
    if str in get_args(annotation):  # whoever takes text as well knows what to make of it
        return click.STRING
    return _scalar(annotation, is_input) or _YamlValue()


def _options(ctx: click.Context, step: Step[Any], given: Mapping[str, Any]) -> Options:
    values = {
        key: _value(field, given[key])
        for key, field in step.options.model_fields.items()
        if ctx.get_parameter_source(key) is not ParameterSource.DEFAULT and given[key] is not None
    }
    try:
        options: Options = step.options.model_validate(values)
    except ValidationError as error:
        document = Document("", values)
        said = problems_of(error, document, step.options, name=lambda place: _flag(dotted(place)))
        raise click.UsageError("; ".join(line.removeprefix(": ") for line in said), ctx) from error
    return options


def _value(field: FieldInfo, value: Any) -> Any:
    is_pairs = get_origin(_bare(field.annotation)) is dict and isinstance(value, tuple)
    return dict(value) if is_pairs else value
