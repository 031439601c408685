"""What a plugin of km-data must do: question sources, textualizers, example builders."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Protocol, runtime_checkable

from km_data.records import AnyExample, Question
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.plugins import PluginGroup
from km_graph.progress import SILENT, Progress
from km_graph.walkers import Walker

QUESTION_SOURCES = PluginGroup("km.question_sources")
TEXTUALIZERS = PluginGroup("km.textualizers")
EXAMPLE_BUILDERS = PluginGroup("km.example_builders")


@runtime_checkable
class QuestionSource(Protocol):
    """A named form of question files; the plugin is an object.

    A source whose questions do not come from a file sets ``needs_path = False``; it is given
    None as ``path`` and must not use it.
    """

    def read(self, path: FilePath) -> Iterator[Question]:
        """The questions of a file or folder, lazily, in file order.

        Raises:
            DataError: Naming file and line of the first bad record.
        """
        ...


def needs_path(source: QuestionSource) -> bool:
    """Whether a source reads a file or folder; one that does not sets ``needs_path = False``."""
    return bool(getattr(source, "needs_path", True))


@runtime_checkable
class Textualizer(Protocol):
    """Puts a path into words; the plugin is an object."""

    def text(self, path: Path) -> str:
        """One line for one path, deterministic.

        A textualizer whose lines need something above them, such as the head of a table, has it
        as ``header`` (see ``header_of``). Every entity and relation of the path is in it, in order,
        and the direction of each edge as the graph states it.
        """
        ...


def header_of(textualizer: Textualizer) -> str:
    """What stands once above the lines of a textualizer, without a final line break; often ""."""
    return str(getattr(textualizer, "header", ""))


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What an example builder is given besides questions and their graph.

    Attributes:
        walker: Who walks the graph.
        textualizer: How paths are put into words.
        mask_topics: Whether planning prompts hide the names of topics.
        seed: For everything random, such as negative paths.
        fit: Which lines of a prompt fit its token budget: given lines, best first, the kept ones
            in the same order (``km_data.budget``).
        progress: Where to say how far the work has come.
    """

    walker: Walker
    textualizer: Textualizer
    mask_topics: bool = True
    seed: int = 0
    fit: Callable[[Sequence[str]], Sequence[str]] = list
    progress: Progress = SILENT


@runtime_checkable
class ExampleBuilder(Protocol):
    """Makes training rows from questions and a graph; the plugin is an object."""

    def build(
        self, graph: KnowledgeGraph, questions: Sequence[Question], context: BuildContext
    ) -> Iterable[AnyExample]:
        """The rows, in order of the questions; deterministic, whatever the questions beside one.

        ``question.relation_paths`` are the ones to teach, gold or mined (``km_data.mining``);
        topics and relations are in the graph. A question without relation paths gives no row.
        """
        ...
