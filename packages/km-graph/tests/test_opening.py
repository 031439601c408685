import gzip
import logging

import pytest

from km_graph.errors import ConfigError, GraphFormatError, OutputError, PluginNotFoundError
from km_graph.formats.folder import write_graph
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph, read_triples, save_graph

STATED = [("a", "r", "b"), ("b", "r", "c")]


class Shown:
    """Progress that remembers what was said."""

    def __init__(self):
        self.said = []
        self.done = 0

    def task(self, what, total=None):
        self.said.append((what, total))
        return self

    def __enter__(self):
        return self.advance

    def __exit__(self, *_):
        pass

    def advance(self, n):
        self.done += n


@pytest.fixture
def graph():
    return KnowledgeGraph.from_triples(STATED)


@pytest.fixture
def offer(tmp_path, monkeypatch):
    """Puts a reader plugin of a foreign distribution on the path."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)

    def put(name, text):
        info = folder / f"km_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: km-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[km.graph_readers]\n{name} = km_{name}:R\n")
        (folder / f"km_{name}.py").write_text(text)

    return put


PATHLESS = """
class R:
    suffixes = ()
    needs_path = False
    def read(self, path, options):
        assert path is None
        yield from [("a", "r", "b"), ("b", "r", "c")]
R = R()
"""


@pytest.mark.parametrize("name", ["g.tsv", "g.tsv.gz", "g.csv", "g.csv.gz", "g.nt", "g.nt.gz", "g"])
def test_opens_what_it_saved(tmp_path, graph, name):
    save_graph(graph, tmp_path / name)
    assert open_graph(tmp_path / name) == graph


@pytest.mark.parametrize("form", ["tsv", "csv", "metaqa", "ntriples", "folder"])
def test_a_named_format_goes_before_the_suffix(tmp_path, graph, form):
    save_graph(graph, tmp_path / "g.dat", format=form)
    assert open_graph(tmp_path / "g.dat", format=form) == graph


def test_saves_over_an_older_graph_folder_whatever_its_name(tmp_path, graph):
    write_graph(KnowledgeGraph.from_triples([("x", "r", "y")]), tmp_path / "v1.2")
    save_graph(graph, tmp_path / "v1.2")
    assert open_graph(str(tmp_path / "v1.2")) == graph


def test_a_name_with_gz_is_gzip(tmp_path, graph):
    save_graph(graph, tmp_path / "g.tsv.gz")
    assert gzip.decompress((tmp_path / "g.tsv.gz").read_bytes()) == b"a\tr\tb\nb\tr\tc\n"


def test_reads_triples_as_stated(tmp_path):
    (tmp_path / "g.tsv").write_text("b\tr\tc\na\tr\tb\nb\tr\tc\n")
    assert list(read_triples(tmp_path / "g.tsv")) == [STATED[1], STATED[0], STATED[1]]


def test_reads_the_triples_of_a_folder(tmp_path, graph):
    write_graph(graph, tmp_path / "g")
    assert list(read_triples(tmp_path / "g")) == STATED


def test_says_how_far_it_is(tmp_path, graph):
    save_graph(graph, tmp_path / "g.tsv")
    shown = Shown()
    open_graph(tmp_path / "g.tsv", progress=shown)
    assert (shown.said, shown.done) == ([("reading g.tsv (bytes)", 12)], 12)


def test_a_reader_that_needs_no_path_is_opened_by_its_name(offer, graph):
    offer("planets", PATHLESS)
    assert open_graph("planets") == graph
    assert open_graph("anything", format="planets") == graph


def test_a_file_goes_before_a_reader_of_its_name(offer, tmp_path, monkeypatch):
    offer("planets", PATHLESS)
    monkeypatch.chdir(tmp_path)
    write_graph(KnowledgeGraph.from_triples([("x", "r", "y")]), "planets")
    assert len(open_graph("planets")) == 1


def test_a_name_may_have_two_suffixes(tmp_path, graph):
    for packed in (".gz", ".bz2", ".xz"):
        save_graph(graph, tmp_path / f"g.v2.tsv{packed}")
        assert open_graph(tmp_path / f"g.v2.tsv{packed}") == graph


def test_a_reader_takes_options_of_its_own(tmp_path, graph):
    (tmp_path / "g.txt").write_text("r|a|b\nr|b|c\n")
    own = {"separator": "|", "columns": "relation,head,tail"}
    assert open_graph(tmp_path / "g.txt", format="tsv", **own) == graph
    assert list(read_triples(tmp_path / "g.txt", format="tsv", **own)) == STATED


def test_an_option_that_a_reader_lacks_is_refused(tmp_path, graph):
    save_graph(graph, tmp_path / "g.tsv")
    save_graph(graph, tmp_path / "g")
    with pytest.raises(ConfigError, match="reader 'tsv': no option 'sep'"):
        open_graph(tmp_path / "g.tsv", sep="|")
    with pytest.raises(ConfigError, match="reader 'folder': no option 'sep', it has none"):
        open_graph(tmp_path / "g", sep="|")


def test_bad_lines_may_be_skipped(tmp_path, graph):
    (tmp_path / "g.tsv").write_text("a\tr\tb\noops\nb\tr\tc\n")
    for read in (open_graph, lambda path, options: list(read_triples(path, options=options))):
        skipped = Skipped()
        read(tmp_path / "g.tsv", options=ReadOptions(on_problem=skipped))
        assert [problem.line for problem in skipped.listed] == [2]


def test_the_standard_input_needs_a_format():
    with pytest.raises(GraphFormatError, match="standard input: has no suffix"):
        open_graph("-")


def test_so_does_the_standard_output(graph):
    with pytest.raises(GraphFormatError, match="standard output: has no suffix"):
        save_graph(graph, "-")


@pytest.mark.parametrize("name", ["absent.tsv", "tsv", "planet"])
def test_a_missing_file_is_named(name):
    with pytest.raises(GraphFormatError, match=f"{name}: no such file or graph folder"):
        open_graph(name)


def test_a_missing_file_of_a_named_format_is_named(tmp_path):
    with pytest.raises(GraphFormatError, match=r"absent\.tsv: no such file"):
        open_graph(tmp_path / "absent.tsv", format="tsv")


def test_an_unknown_suffix_lists_the_formats(tmp_path):
    (tmp_path / "kb.txt").write_text("a|r|b\n")
    with pytest.raises(GraphFormatError) as caught:
        open_graph(tmp_path / "kb.txt")
    assert "no format has the suffix '.txt', expected one of " in str(caught.value)
    assert {".csv", ".nt", ".tsv"} <= set(str(caught.value).replace(",", "").split())
    assert "metaqa" in caught.value.hint


def test_an_unknown_format_suggests_a_near_one(tmp_path):
    with pytest.raises(PluginNotFoundError, match="did you mean 'tsv'"):
        open_graph(tmp_path, format="tvs")


def test_a_folder_that_is_no_graph_is_refused(tmp_path):
    with pytest.raises(GraphFormatError, match="is not a graph folder"):
        open_graph(tmp_path)


@pytest.mark.parametrize("name", ["empty.tsv", "empty"])
def test_a_graph_without_triples_is_refused(tmp_path, name):
    save_graph(KnowledgeGraph.from_triples([]), tmp_path / name)
    with pytest.raises(GraphFormatError, match=f"{name}: holds no triple"):
        open_graph(tmp_path / name)


def test_a_suffix_that_two_readers_claim_must_be_settled_by_name(offer, tmp_path):
    offer("tabs", "class R:\n    suffixes = ('.tsv',)\n    read = None\n")
    (tmp_path / "g.tsv").write_text("a\tr\tb\n")
    with pytest.raises(GraphFormatError, match=r"\.tsv files are a format of tabs of km-tabs 1\.0"):
        open_graph(tmp_path / "g.tsv")


def test_a_broken_reader_does_not_hide_the_others(offer, tmp_path, graph, caplog):
    offer("broken", "import km_absent\n")
    save_graph(graph, tmp_path / "g.tsv")
    with caplog.at_level(logging.WARNING):
        assert open_graph(tmp_path / "g.tsv") == graph
    assert "fails to import" in caplog.text


def test_an_unwritable_place_is_named(tmp_path, graph):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"):
        save_graph(graph, tmp_path / "file" / "g")
