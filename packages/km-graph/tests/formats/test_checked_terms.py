"""Nesting that would overflow a parser's stack is refused before the parser sees it."""

import pytest

from km_graph.errors import GraphFormatError
from km_graph.opening import open_graph

pytest.importorskip("pyoxigraph", reason="needs the extra rdf")


@pytest.mark.parametrize("suffix", [".nt", ".nq", ".ttl", ".trig"])
def test_deeply_nested_triple_terms_are_refused(suffix, tmp_path):
    path = tmp_path / f"deep{suffix}"
    opened, closed = "<<( <http://a> <http://b> " * 100_000, " )>>" * 100_000
    path.write_text(f"<http://a> <http://b> {opened}<http://c>{closed} .\n")
    with pytest.raises(GraphFormatError, match="nested more than 500 deep"):
        open_graph(path)


def test_what_only_looks_nested_is_read(tmp_path):
    path = tmp_path / "code.ttl"
    lines = (
        f'<http://a> <http://b> <http://c{i}> ; <http://code> "cout <<(x) {i}" .'
        for i in range(2000)
    )
    path.write_text("\n".join(lines))
    assert len(open_graph(path)) == 2000
