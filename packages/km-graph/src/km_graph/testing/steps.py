"""The test class every registered step passes."""

import json
from pathlib import Path
from typing import Any

from km_graph.files import sha256
from km_graph.step import Options, Step, StepContext


class StepContract:
    """What holds for every ``Step``. Subclass it with a step and options for it.

    Example:
        >>> class TestImport(StepContract):
        ...     def step(self): ...
        ...     def options(self, folder): ...
    """

    def step(self) -> Step[Any]:
        """The step under test."""
        raise NotImplementedError

    def options(self, folder: Path) -> Options:
        """Options for it; ``folder`` is empty and may be filled with inputs."""
        raise NotImplementedError

    def test_same_inputs_and_seed_give_the_same_bytes(self, tmp_path: Path) -> None:
        """What a pipeline skips, it could as well have made again."""
        options = self._options(tmp_path)
        digests = {sha256(self._run(options, tmp_path / name)) for name in ("one", "two")}
        assert len(digests) == 1

    def test_summary_is_json(self, tmp_path: Path) -> None:
        """The summary goes into run.json as it is."""
        out = tmp_path / "out"
        out.mkdir()
        summary = self.step().run(self._options(tmp_path), StepContext(out, seed=1))
        assert json.loads(json.dumps(dict(summary))) == dict(summary)

    def test_writes_nothing_beside_its_folder(self, tmp_path: Path) -> None:
        """Only the folder it is given is kept and hashed."""
        options = self._options(tmp_path)
        (tmp_path / "runs").mkdir()
        self._run(options, tmp_path / "runs" / "out")
        assert [tmp_path / "runs" / "out"] == list((tmp_path / "runs").iterdir())

    def test_every_option_is_described(self) -> None:
        """The help of the command is made of docstrings."""
        fields = self.step().options.model_fields
        assert [name for name, field in fields.items() if not field.description] == []
        assert self.step().help

    def _options(self, tmp_path: Path) -> Options:
        folder = tmp_path / "inputs"
        folder.mkdir()
        return self.options(folder)

    def _run(self, options: Options, out: Path) -> Path:
        out.mkdir()
        self.step().run(options, StepContext(out, seed=1))
        return out
