"""What a plugin of km-data must do: question sources, textualizers, example builders."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Protocol, runtime_checkable

from km_data.records import AnyExample, Question
from km_data.sources.problems import OnProblem, fail
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

    A source whose questions do not come from a file sets ``needs_path = False``; it is called as
    ``read(None)`` and must not use the path.

    A source with options of its own is a frozen dataclass whose fields they are;
    ``dataclasses.replace`` makes the one that is asked for (``km_graph.reader_options``).
    """

    def read(self, path: FilePath, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file or folder, lazily, in file order.

        Nothing is opened before the first question is asked for. Files may be packed as graph
        files may; text is UTF-8.

        Args:
            path: The file or folder.
            on_problem: Told of each record that cannot be read, naming file and line; where it
                does not raise, the record is left out.

        Raises:
            DataError: At the first bad record, unless ``on_problem`` says otherwise; and whatever
                that says, at a file that is missing or torn.
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
        and the direction of each edge as the graph states it. Labels are escaped
        (``km_data.escaping``).
        """
        ...


def header_of(textualizer: Textualizer) -> str:
    """What stands once above the lines of a textualizer, without a final line break; often ""."""
    return str(getattr(textualizer, "header", ""))


Fit = Callable[[int, Callable[[int], str]], int | None]
"""How many of the lines of a prompt, best first, fit a token budget.

Given how many lines there are, and a function that writes the whole example (prompt and
completion) with only the first ``n`` of them. None if it does not fit even without lines: the
example is to be left out. See ``km_data.budget``.
"""


def fit_all(n_lines: int, text: Callable[[int], str]) -> int:  # noqa: ARG001
    """All lines: the ``Fit`` of a build without a token budget."""
    return n_lines


class Completes(Protocol):
    """A completion of a model, as far as an example builder looks at it."""

    @property
    def text(self) -> str:
        """What the model wrote, without the prompt."""
        ...


class WritingModel(Protocol):
    """A language model that puts things into words: what plugins of ``km.models`` are."""

    def complete(self, prompts: Sequence[str], *, max_tokens: int) -> Sequence[Sequence[Completes]]:
        """The completions of each prompt, best first."""
        ...


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What an example builder is given besides questions and their graph.

    Attributes:
        walker: Who walks the graph.
        textualizer: How paths are put into words.
        mask_topics: Whether planning prompts hide the names of topics.
        seed: For everything random, such as negative paths.
        fit: How many lines of a prompt fit its token budget.
        progress: Where to say how far the work has come.
        model: Who words explanations; None for templates.
    """

    walker: Walker
    textualizer: Textualizer
    mask_topics: bool = True
    seed: int = 0
    fit: Fit = fit_all
    progress: Progress = SILENT
    model: WritingModel | None = None

    def fits(self, text: str) -> bool:
        """Whether an example of which nothing can be dropped fits its token budget."""
        return self.fit(0, lambda _n: text) is not None


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
