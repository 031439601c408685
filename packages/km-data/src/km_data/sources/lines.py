"""Lines of question files, plain or packed, with their numbers."""

from collections.abc import Iterator
from pathlib import Path

from km_data.sources.problems import OnProblem, Record, as_data_error, fail
from km_graph.errors import GraphFormatError
from km_graph.formats import lines
from km_graph.formats.compression import COMPRESSIONS
from km_graph.formats.reading import ReadOptions

ENDS = ("", *(packing.suffix for packing in COMPRESSIONS))
"""What the name of a file may end in besides its own: nothing, ``.gz``, ``.zst``, …"""


def read_lines(path: Path, on_problem: OnProblem = fail) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1, without its end; unpacked as the name says.

    Raises:
        DataError: If the file is missing, cut short, or not what its name says; through
            ``on_problem`` for a line that is not UTF-8 text.
    """
    number = 0

    def tell(problem: GraphFormatError) -> None:
        on_problem(as_data_error(problem))

    try:
        for number, line in lines.read_lines(path, ReadOptions(on_problem=tell)):
            yield number, line
    except GraphFormatError as error:
        raise as_data_error(error, line=number + 1 if number else None) from error


def read_records(path: Path, on_problem: OnProblem = fail) -> Iterator[Record]:
    """Every line that is not blank as a record; see ``read_lines``."""
    for number, line in read_lines(path, on_problem):
        if line.strip():
            yield Record(path, number, number, line)


def find_file(folder: Path, name: str) -> Path | None:
    """The file of that name, or of that name packed."""
    return next((file for end in ENDS if (file := folder / (name + end)).is_file()), None)
