"""Servers by the ``km`` command: what is read, what is said, and how it goes on after a break."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.main import km
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph

CHAIN = KnowledgeGraph.from_triples((f"e{i}", "next", f"e{i + 1}") for i in range(25))


def import_graph(reader: str, out: Path, *options: str) -> Result:
    flags = [part for option in options for part in ("--option", option)]
    return CliRunner().invoke(
        km, ["graph", "import", "--reader", reader, *flags, "--out", str(out)]
    )


def import_from(server: Any, out: Path, *options: str) -> Result:
    given = [f"url={server.url}", "allow_private=true", "page_size=10", "backoff=0"]
    return import_graph("sparql", out, *given, *options)


def test_imports_from_a_server(server: Any, tmp_path: Path) -> None:
    server.endpoint().write(CHAIN)
    assert 0 == import_from(server, tmp_path / "graph").exit_code
    assert CHAIN == open_graph(tmp_path / "graph")


def test_an_import_that_broke_goes_on(server: Any, fault: Any, tmp_path: Path) -> None:
    server.endpoint().write(CHAIN)
    server.faults.extend([None, *[fault(status=500)] * 5])
    pages = f"pages={tmp_path / 'pages'}"
    broken = import_from(server, tmp_path / "graph", pages)
    said = f"{server.url}: answered 500 Internal Server Error after 5 attempts; what came is kept"
    assert 1 == broken.exit_code
    assert said in broken.stderr.splitlines()[-1]
    assert not (tmp_path / "graph").exists()
    server.asked.clear()
    assert 0 == import_from(server, tmp_path / "graph", pages).exit_code
    assert CHAIN == open_graph(tmp_path / "graph")
    assert 3 == len(server.asked)
    assert [] == list((tmp_path / "pages").iterdir())


def test_a_server_that_is_not_there_is_one_sentence(closed_port: int, tmp_path: Path) -> None:
    pytest.importorskip("neo4j")
    uri = f"bolt://127.0.0.1:{closed_port}"
    done = import_graph("neo4j", tmp_path / "graph", f"uri={uri}", "attempts=1")
    assert 1 == done.exit_code
    assert f"{uri}: cannot be reached, or broke off; with pages=" in done.stderr
    assert not (tmp_path / "graph").exists()
