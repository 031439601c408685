"""What every graph writer must do."""

# ruff: noqa: D102 - the name of a test says what it shows

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from km_graph.errors import GraphFormatError, OutputError
from km_graph.files import sha256
from km_graph.formats.contracts import GraphReader, GraphWriter
from km_graph.graph import KnowledgeGraph
from km_graph.testing.packing import SUFFIXES
from km_graph.testing.strategies import Triples, triples

_GRAPH = KnowledgeGraph.from_triples([("Köln", "country", "DE"), ("NA", "is", "007")])
# Each subclass runs the same test method, which hypothesis takes for a mistake.
_SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.differing_executors])


class WriterContract:
    """Tests of a ``GraphWriter``; a subclass named ``Test…`` states these attributes.

    Attributes:
        writer: The writer.
        reader: The reader of what it writes.
        suffix: The suffix of its files, with the dot; empty for a format of folders.
        without: Characters that the format cannot hold in a label.
        packs: Whether it packs files of the suffixes ``.gz`` and the like.
    """

    writer: GraphWriter
    reader: GraphReader
    suffix: str
    without: str = ""
    packs: bool = True

    def test_is_a_graph_writer(self) -> None:
        assert isinstance(self.writer, GraphWriter)

    @settings(_SETTINGS, max_examples=50)
    @given(data=st.data())
    def test_reading_gives_an_equal_graph(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        self._round_trip(tmp_path_factory, data.draw(triples(without=self.without)))

    @pytest.mark.slow
    @settings(_SETTINGS, max_examples=1_000)
    @given(data=st.data())
    def test_reading_gives_an_equal_graph_a_thousand_times(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        self._round_trip(tmp_path_factory, data.draw(triples(without=self.without)))

    def test_writes_the_triples_in_order_of_their_ids(self, tmp_path: Path) -> None:
        path = tmp_path / f"graph{self.suffix}"
        self.writer.write(_GRAPH, path)
        assert list(_GRAPH.triples()) == list(self.reader.read(path))

    def test_writes_the_same_bytes_for_the_same_graph(self, tmp_path: Path) -> None:
        paths = [tmp_path / name / f"graph{self.suffix}" for name in "ab"]
        for path in paths:
            self.writer.write(_GRAPH, path)
        assert sha256(paths[0]) == sha256(paths[1])

    def test_leaves_nothing_else_there(self, tmp_path: Path) -> None:
        path = tmp_path / "there" / f"graph{self.suffix}"
        self.writer.write(_GRAPH, path)
        assert [path] == list(path.parent.iterdir())

    def test_an_older_file_stays_if_a_label_cannot_be_held(self, tmp_path: Path) -> None:
        path = tmp_path / f"graph{self.suffix}"
        self.writer.write(_GRAPH, path)
        before = sha256(path)
        for character in self.without:
            graph = KnowledgeGraph.from_triples([("a", "r", f"b{character}c")])
            with pytest.raises(GraphFormatError):
                self.writer.write(graph, path)
        assert before == sha256(path)
        assert [path] == list(tmp_path.iterdir())

    def test_names_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(OutputError, match="cannot write"):
            self.writer.write(_GRAPH, tmp_path / "file" / f"graph{self.suffix}")

    @pytest.mark.parametrize("packed", SUFFIXES)
    def test_packs_as_the_suffix_says(self, tmp_path: Path, packed: str) -> None:
        if not self.packs:
            pytest.skip("this format is not packed")
        paths = [tmp_path / f"{name}{self.suffix}{packed}" for name in "ab"]
        for path in paths:
            self.writer.write(_GRAPH, path)
        assert list(_GRAPH.triples()) == list(self.reader.read(paths[0]))
        assert paths[0].read_bytes() == paths[1].read_bytes()

    def _round_trip(self, folders: pytest.TempPathFactory, stated: Triples) -> None:
        path = folders.getbasetemp() / f"{type(self).__name__}{self.suffix}"
        graph = KnowledgeGraph.from_triples(stated)
        self.writer.write(graph, path)
        assert graph == KnowledgeGraph.from_triples(
            one for one in self.reader.read(path) if len(one) == 3
        )
