"""What a pipeline file may say."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

# Starts with no dot, so that no step's folder is a hidden one, and holds none: --set uses dots.
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class StepEntry(_Strict):
    """One step of a pipeline."""

    name: Name
    """How other steps refer to it, and the name of its folder in the run folder."""
    use: str
    """A registered step, ``graph.import`` for example; ``km plugins`` lists them."""
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    """Its options. Paths are relative to the pipeline file; ``@step/file`` is an earlier output."""


class PipelineFile(_Strict):
    """A pipeline: steps that run in order and write into one run folder."""

    name: Name
    """What the pipeline is called."""
    run: str | None = None
    """The run folder, relative to the current directory; ``runs/NAME`` if not given."""
    seed: int = Field(0, ge=0, lt=2**64)
    """For everything random in any step."""
    vars: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """Values that ``${name}`` stands for inside options."""
    steps: list[StepEntry] = Field(min_length=1)
    """The steps, in order."""

    def folder(self) -> Path:
        """The run folder the file asks for."""
        return Path(self.run or f"runs/{self.name}").expanduser()
