import sys
from importlib import reload

import pytest

from km_graph.errors import MissingDependencyError, OutputError
from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_graph.statistics import statistics

pytest.importorskip("matplotlib")

from km_graph.statistics import plot  # needs matplotlib

GRAPH = KnowledgeGraph.from_triples([("a", "costs $5 or $6", "b"), ("b", "位于" + "y" * 300, "c")])


def draw(path, graph=GRAPH):
    plot.draw_statistics(graph, statistics(graph), path, title="a $graph$")


@pytest.mark.parametrize(("suffix", "begins"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_draws_into_a_file_of_that_kind(tmp_path, suffix, begins):
    draw(tmp_path / f"g{suffix}")
    assert (tmp_path / f"g{suffix}").read_bytes().startswith(begins)


def test_the_same_graph_gives_the_same_picture(tmp_path):
    draw(tmp_path / "a.png")
    draw(tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_an_svg_has_the_numbers(tmp_path):
    draw(tmp_path / "g.svg")
    assert "<svg" in (tmp_path / "g.svg").read_text()


def test_a_graph_without_triples_can_be_drawn(tmp_path):
    only = KnowledgeGraph.from_statements([Attribute("a", "label", "A")])
    draw(tmp_path / "g.png", only)
    assert (tmp_path / "g.png").exists()


def test_another_suffix_is_refused(tmp_path):
    with pytest.raises(OutputError, match=r"expected a file named \.png, \.svg, \.pdf"):
        draw(tmp_path / "g.gif")
    assert list(tmp_path.iterdir()) == []


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "matplotlib", None)
        with pytest.raises(MissingDependencyError, match=r"pip install 'km-graph\[plot\]'"):
            reload(plot)
    reload(plot)
