from pathlib import Path

from km_graph.step import Options, Step
from km_graph.steps import IMPORT, ImportOptions
from km_graph.testing import StepContract


class TestImport(StepContract):
    def step(self) -> Step[ImportOptions]:
        return IMPORT

    def options(self, folder: Path) -> Options:
        (folder / "g.tsv").write_text("a\tr\tb\nb\ts\tc\n")
        return ImportOptions(source=folder / "g.tsv")
