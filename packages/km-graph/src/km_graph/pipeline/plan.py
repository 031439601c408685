"""A pipeline made ready: every step found, every option checked, before anything runs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from km_graph.config.document import Document, Place, read_document
from km_graph.config.loading import validated
from km_graph.config.overrides import apply_overrides
from km_graph.config.problems import dotted, problems_of
from km_graph.errors import ConfigError, PluginError, nearest
from km_graph.pipeline.inputs import inputs_of, map_inputs
from km_graph.pipeline.schema import PipelineFile, StepEntry
from km_graph.pipeline.variables import substituted, unknown_variable, variables_in
from km_graph.plugins import Plugin, PluginGroup
from km_graph.step import Options, Step

STEPS = PluginGroup("km.steps")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with checked options; inputs from earlier steps still read ``@step/file``."""

    name: str
    plugin: Plugin
    step: Step[Any]
    options: Options

    @property
    def needs(self) -> set[str]:
        """The earlier steps whose output it reads."""
        return {step for path in inputs_of(self.options).values() if (step := _referred(path))}


@dataclass(frozen=True, slots=True)
class Plan:
    """A pipeline that can run.

    Attributes:
        file: The pipeline file.
        name: What the pipeline is called.
        folder: The run folder.
        seed: For every step.
        variables: What ``${name}`` stood for.
        steps: In order.
    """

    file: Path
    name: str
    folder: Path
    seed: int
    variables: Mapping[str, Any]
    steps: tuple[PlannedStep, ...]

    def names(self) -> list[str]:
        """The names of the steps, in order."""
        return [step.name for step in self.steps]


def read_plan(
    path: str | Path, *, overrides: Iterable[str] = (), run: str | Path | None = None
) -> Plan:
    """The plan of a pipeline file.

    Args:
        path: The file.
        overrides: ``"seed=3"``, ``"vars.data=elsewhere"`` or ``"steps.NAME.option=value"`` each.
        run: The run folder, instead of what the file says.

    Raises:
        ConfigError: Listing every problem there is, with file and line.
    """
    document = read_document(path)
    apply_overrides(document, overrides, expand=_into_options)
    return _Planning(Path(path), document).plan(Path(run) if run else None)


def _into_options(keys: str) -> str:
    """``steps.NAME.option`` addresses what stands under ``with`` in that step."""
    parts = keys.split(".")
    if parts[0] == "steps" and len(parts) > 2 and parts[2] not in ("name", "use", "with"):
        parts.insert(2, "with")
    return ".".join(parts)


def _referred(path: Path) -> str | None:
    first = path.parts[0] if path.parts else ""
    return first[1:] if first.startswith("@") else None


class _Planning:
    """One pass over a pipeline file, gathering steps and problems."""

    def __init__(self, file: Path, document: Document) -> None:
        self.file = file
        self.document = document
        self.problems: list[str] = []
        self.steps: list[PlannedStep] = []
        self.names: list[str] = []
        raw = document.value if isinstance(document.value, dict) else {}
        found = raw.get("vars"), raw.get("steps")
        self.variables: dict[str, Any] = found[0] if isinstance(found[0], dict) else {}
        self.raw_steps: list[Any] = found[1] if isinstance(found[1], list) else []

    def plan(self, run: Path | None) -> Plan:
        content: PipelineFile | None = None
        try:
            content = validated(self.document, PipelineFile, name=self.name_of)
        except ConfigError as error:
            self.problems += error.problems
        for index, raw in enumerate(self.raw_steps):
            try:
                entry = StepEntry.model_validate(raw)
            except ValidationError:
                continue  # told above
            self.problems += self.add(index, entry)
            self.names.append(entry.name)
        if self.problems or content is None:
            raise ConfigError("", self.problems)
        folder = run or content.folder()
        return Plan(self.file, content.name, folder, content.seed, content.vars, tuple(self.steps))

    def add(self, index: int, entry: StepEntry) -> Iterator[str]:
        """Take a step into the plan, or say what is wrong with it."""
        if entry.name in self.names:
            yield self.problem(("steps", index, "name"), "two steps are called so")
        at: Place = ("steps", index, "with")
        try:
            plugin, step = _find(entry.use)
        except PluginError as error:
            yield self.problem(("steps", index, "use"), str(error))
            return
        unknown = [name for name in variables_in(entry.with_) if name not in self.variables]
        yield from (self.problem(at, unknown_variable(name, self.variables)) for name in unknown)
        try:
            raw = substituted(entry.with_, self.variables)
            options = step.options.model_validate(raw)
        except ValidationError as error:
            yield from problems_of(error, self.document, step.options, at=at, name=self.name_of)
            return
        if not unknown:
            options = map_inputs(options, self.beside_file)
            yield from self.input_problems(at, options)
        self.steps.append(PlannedStep(entry.name, plugin, step, options))

    def input_problems(self, at: Place, options: Options) -> Iterator[str]:
        for key, path in inputs_of(options).items():
            place = (*at, *(int(part) if part.isdecimal() else part for part in key.split(".")))
            earlier = _referred(path)
            if earlier is None:
                if not path.exists():
                    yield self.problem(place, f"no such file or folder: {path}")
            elif earlier not in self.names:
                yield self.problem(place, self.unknown_step(earlier))
            elif ".." in path.parts:
                yield self.problem(place, f"expected a file inside the output of {earlier!r}")

    def unknown_step(self, name: str) -> str:
        every = [str(raw.get("name")) for raw in self.raw_steps if isinstance(raw, dict)]
        if name in every:
            return f"@{name} is not an earlier step; a step reads only what ran before it"
        near = nearest(name, self.names)
        known = ", ".join(self.names) or "none"
        hint = f"did you mean '@{near[0]}'?" if near else f"earlier steps: {known}"
        return f"no step is called {name!r} ({hint})"

    def beside_file(self, _key: str, path: Path) -> Path:
        return path if _referred(path) else self.file.parent / path.expanduser()

    def problem(self, place: Place, said: str) -> str:
        return f"{self.document.where(place)}: {self.name_of(place)}: {said}"

    def name_of(self, place: Place) -> str:
        """``steps.NAME.option``, as ``--set`` takes it."""
        match place:
            case ("steps", int(index), *rest) if index < len(self.raw_steps):
                raw = self.raw_steps[index]
                name = raw.get("name", index) if isinstance(raw, dict) else index
                inner = rest[1:] if rest[:1] == ["with"] else rest
                return dotted(("steps", name, *inner))
        return dotted(place)


def _find(use: str) -> tuple[Plugin, Step[Any]]:
    plugin = STEPS.find(use)
    step = plugin.load()
    if not isinstance(step, Step):
        raise PluginError(
            f"{use!r} of {plugin.origin}: expected a Step at {plugin.target}, "
            f"found {type(step).__name__}"
        )
    return plugin, step
