"""Reading a file connects to nobody, whatever the file names and whatever its own name is."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from km_graph.errors import KmError
from km_graph.formats.contracts import GRAPH_READERS, needs_path
from km_graph.opening import open_graph

SERVERS = {"neo4j", "sparql"}
FILES = {
    ".jsonld": '{{"@context": "{url}/context", "@id": "a:a", "name": "x"}}',
    ".rdf": '<!DOCTYPE a SYSTEM "{url}/dtd"><rdf:RDF xmlns:rdf="{url}/#"/>',
    ".owl": '<!DOCTYPE a [<!ENTITY b SYSTEM "{url}/b">]><a>&b;</a>',
    ".graphml": '<!DOCTYPE a SYSTEM "{url}/dtd"><graphml xsi:schemaLocation="{url}/xsd"/>',
    ".ttl": "@base <{url}/> . @prefix : <{url}/> . <a> :owl:imports <{url}/b> .",
    ".trig": "@prefix owl: <http://www.w3.org/2002/07/owl#> . <{url}/> owl:imports <{url}/b> .",
    ".nt": "<{url}/a> <http://www.w3.org/2002/07/owl#imports> <{url}/b> .\n",
}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that takes connections, so that one that is made can be seen."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        opened.setblocking(False)
        yield opened


def connections(listener: socket.socket) -> int:
    """How many have connected since."""
    n = 0
    with suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            n += 1
    return n


def url_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_connection_would_be_seen(listener: socket.socket) -> None:
    socket.create_connection(listener.getsockname()).close()
    assert 1 == connections(listener)


@pytest.mark.parametrize("name", sorted({plugin.name for plugin in GRAPH_READERS} - SERVERS))
def test_no_reader_of_files_connects(name: str, tmp_path: Path, listener: socket.socket) -> None:
    reader = GRAPH_READERS.load(name)
    if not needs_path(reader):
        pytest.skip("reads no file")
    url = url_of(listener)
    for suffix in reader.suffixes or ("",):
        text = FILES.get(suffix, "{url}/a\t{url}/r\t{url}/b\n").format(url=url)
        path = tmp_path / f"graph{suffix}"
        path.write_text(text)
        for where in (str(path), f"{url}/graph{suffix}"):
            for format_ in (name, "auto"):
                with suppress(KmError):
                    open_graph(where, format=format_)
    assert 0 == connections(listener)


def test_listing_and_loading_the_formats_imports_no_driver() -> None:
    code = (
        "import sys; from km_graph.formats.contracts import GRAPH_READERS as r;"
        "[r.load(name) for name in ('neo4j', 'sparql')];"
        "print({'neo4j', 'httpx2', 'pyoxigraph', 'ssl'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "set()" == found.stdout.strip()


@pytest.mark.parametrize(("name", "library"), [("neo4j", "neo4j"), ("sparql", "httpx2")])
def test_a_format_without_its_library_says_what_to_install(name: str, library: str) -> None:
    code = (
        f"import sys; sys.modules[{library!r}] = None;"
        "from km_graph.formats.contracts import GRAPH_READERS as r;"
        f"next(r.load({name!r}).read(None))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"the format {name} needs km-graph[{name}]; pip install" in done.stderr
