"""What every graph reader must do."""

# ruff: noqa: D102 - the name of a test says what it shows

from itertools import islice
from pathlib import Path

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.contracts import GraphReader


class ReaderContract:
    """Tests of a ``GraphReader`` of files; a subclass named ``Test…`` states these attributes.

    Attributes:
        reader: The reader.
        suffix: The suffix of its files, with the dot.
        good: The content of a file with at least two triples.
        triples: The triples of ``good``, in order.
        bad: The content of a file that begins with the first triple of ``good`` and is wrong
            further on.
        bad_line: The line at which ``bad`` goes wrong, or None for a format without lines.
    """

    reader: GraphReader
    suffix: str
    good: bytes
    triples: tuple[tuple[str, str, str], ...]
    bad: bytes
    bad_line: int | None = None

    @pytest.fixture
    def good_file(self, tmp_path: Path) -> Path:
        """A file that the reader can read."""
        path = tmp_path / f"good{self.suffix}"
        path.write_bytes(self.good)
        return path

    @pytest.fixture
    def bad_file(self, tmp_path: Path) -> Path:
        """A file that the reader cannot read to its end."""
        path = tmp_path / f"bad{self.suffix}"
        path.write_bytes(self.bad)
        return path

    def test_is_a_graph_reader(self) -> None:
        assert isinstance(self.reader, GraphReader)

    def test_suffixes_begin_with_a_dot(self) -> None:
        assert all(suffix.startswith(".") for suffix in self.reader.suffixes)

    def test_reads_the_triples_in_order(self, good_file: Path) -> None:
        assert list(self.triples) == list(self.reader.read(good_file))

    def test_reads_the_same_twice(self, good_file: Path) -> None:
        assert list(self.reader.read(good_file)) == list(self.reader.read(good_file))

    def test_opens_nothing_before_it_is_asked(self, tmp_path: Path) -> None:
        triples = self.reader.read(tmp_path / f"missing{self.suffix}")
        with pytest.raises(GraphFormatError, match="missing"):
            next(iter(triples))

    def test_reads_no_further_than_it_is_asked(self, bad_file: Path) -> None:
        assert [self.triples[0]] == list(islice(self.reader.read(bad_file), 1))

    def test_names_the_file_and_the_line(self, bad_file: Path) -> None:
        with pytest.raises(GraphFormatError) as caught:
            list(self.reader.read(bad_file))
        assert (str(bad_file), self.bad_line) == (caught.value.path, caught.value.line)
        assert str(caught.value).startswith(str(bad_file))
