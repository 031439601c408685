"""What every graph reader must do."""

# ruff: noqa: D102 - the name of a test says what it shows

import io
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from km_graph.errors import GraphFormatError
from km_graph.formats.contracts import GraphReader
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.formats.streams import STANDARD
from km_graph.testing.packing import SUFFIXES, pack


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
        rest: How many statements of ``bad`` are left where problems are skipped; None for a
            format that cannot go on after one.
        variants: For a reader with options, fields of it, a file, and its triples.
    """

    reader: GraphReader
    suffix: str
    good: bytes
    triples: tuple[tuple[str, str, str], ...]
    bad: bytes
    bad_line: int | None = None
    rest: int | None = None
    variants: tuple[tuple[dict[str, Any], bytes, tuple[tuple[str, str, str], ...]], ...] = ()

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

    @pytest.mark.parametrize("packed", SUFFIXES)
    def test_reads_packed_files(self, tmp_path: Path, packed: str) -> None:
        path = tmp_path / f"good{self.suffix}{packed}"
        path.write_bytes(pack(self.good, packed))
        assert list(self.triples) == list(self.reader.read(path))

    def test_says_that_a_packed_file_is_torn(self, tmp_path: Path) -> None:
        path = tmp_path / f"torn{self.suffix}.gz"
        path.write_bytes(pack(self.good, ".gz")[:-4])
        with pytest.raises(GraphFormatError, match="ends too early"):
            list(self.reader.read(path))

    def test_stops_at_the_limit_of_expansion(self, tmp_path: Path) -> None:
        path = tmp_path / f"good{self.suffix}.gz"
        path.write_bytes(pack(self.good, ".gz"))
        with pytest.raises(GraphFormatError, match="expands to more than 5 bytes"):
            list(self.reader.read(path, ReadOptions(max_expanded=5)))

    def test_reads_the_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(self.good)))
        assert list(self.triples) == list(self.reader.read(STANDARD))

    def test_refuses_a_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / f"folder{self.suffix}"
        folder.mkdir()
        with pytest.raises(GraphFormatError, match="folder"):
            list(self.reader.read(folder))

    def test_goes_on_after_what_is_skipped(self, bad_file: Path) -> None:
        if self.rest is None:
            pytest.skip("this format cannot go on after a problem")
        skipped = Skipped()
        left = list(self.reader.read(bad_file, ReadOptions(on_problem=skipped)))
        assert self.rest == len(left)
        assert skipped.count > 0
        assert str(skipped.listed[0]).startswith(str(bad_file))

    def test_options_change_what_is_read(self, tmp_path: Path) -> None:
        for number, (fields, content, triples) in enumerate(self.variants):
            described: Any = self.reader  # a dataclass, where there are variants
            reader: GraphReader = replace(described, **fields)
            path = tmp_path / f"{number}{self.suffix}"
            path.write_bytes(content)
            assert list(triples) == list(reader.read(path))
