"""The contract of a step: one stage of a pipeline, and one verb of the ``km`` command.

A step is a function from typed options to files in a folder. The pipeline runner and the command
line call the same function, so there is one code path.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from km_graph.progress import SILENT, Progress


class Options(BaseModel):
    """Base of all option models: unknown keys are refused, values do not change.

    The docstring of a subclass is the help of its step; each field needs a ``description``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class _InputMarker:
    """Marks a field as a file or folder that a step reads, to be found and hashed."""


Input = Annotated[Path, _InputMarker()]
"""A file or folder that a step reads; in a pipeline also ``@step`` or ``@step/file``."""


def is_input_marker(metadata: object) -> bool:
    """Whether a piece of ``Annotated`` metadata marks an ``Input``."""
    return isinstance(metadata, _InputMarker)


O = TypeVar("O", bound=Options)  # noqa: E741  # of options


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a running step is given besides its options.

    Attributes:
        out: The folder to write into. It takes its final name only when the step returns.
        seed: For everything random in the step.
        progress: Where to say how far the work has come.
    """

    out: Path
    seed: int = 0
    progress: Progress = field(default=SILENT)


@dataclass(frozen=True, slots=True)
class Step(Generic[O]):
    """One registered stage (entry-point group ``km.steps``).

    Attributes:
        options: The model of its options.
        run: Does the work and returns a small JSON-able summary (counts, scores) to show.
        version: To be raised whenever the same inputs would give other outputs.
        resumable: True if ``run`` can go on from what an interrupted run left in ``out``.
    """

    options: type[O]
    run: Callable[[O, StepContext], Mapping[str, Any]]
    version: int = 1
    resumable: bool = False

    @property
    def help(self) -> str:
        """One sentence about the result."""
        return (self.options.__doc__ or "").strip()
