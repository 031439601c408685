"""RDF in all its formats: N-Triples, N-Quads, Turtle, TriG, RDF/XML and JSON-LD.

pyoxigraph reads and writes them; it is an extra, and imported only when there is a file to read
or write. What becomes of RDF:

* A triple between two resources is a triple of the graph. The names of graphs are not kept.
* A triple with a literal is an attribute of its subject, with its language or datatype. Languages
  are in small letters, as RDF 1.2 has them; ``xsd:string`` is no datatype.
* A triple with a picture (``schema:image``, ``foaf:depiction``, ``wdt:P18`` …) is an attribute
  whose datatype is ``"image"``.
* A blank node is ``_:b``, eight digits that tell the file, and its name in the file or a number.
* A relation whose IRI does not end in an XML name is written to RDF/XML as one of ours.
* A triple about a triple and a text with a base direction (RDF 1.2) are problems.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from km_graph.errors import ConfigError, MissingDependencyError
from km_graph.formats.contracts import Block, Statement
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph

_LABELS = ("iri", "prefixed", "rdfs")


@dataclass(frozen=True, slots=True)
class Rdf:
    """A format of RDF.

    Attributes:
        suffixes: The file suffixes that mean this format; the first one says which it is.
        labels: What entities, relations and datatypes are called: ``"iri"``, by their IRIs;
            ``"prefixed"``, by names such as ``dbo:capital``, with the prefixes that the file
            states before its first triple and well-known ones, and by their IRIs where none
            fits; ``"rdfs"``, by their ``rdfs:label``, with the prefixed name behind it where two
            share one, and by their prefixed names where they have none.
        language: The language of the ``rdfs:label``.
        lenient: Whether IRIs, language tags and escapes may be wrong, which is read faster.
        graph: The only graph to read of a file with several: its IRI, its blank node, or
            ``"default"`` for the one without a name.
        base: The IRI that relative IRIs are relative to, where the file states none.
    """

    suffixes: tuple[str, ...]
    labels: Literal["iri", "prefixed", "rdfs"] = "iri"
    language: str = "en"
    lenient: bool = False
    graph: str = ""
    base: str = ""

    def read(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """The triples and attributes of a document.

        Raises:
            ConfigError: If an option of this format is not one.
            GraphFormatError: If the document is not as its format has it.
            MissingDependencyError: If pyoxigraph is not installed.
        """
        if self.labels not in _LABELS:
            what = f"option labels: expected {', '.join(_LABELS)}, found {self.labels!r}"
            raise ConfigError("", [what])
        _need_pyoxigraph()
        from km_graph.formats.rdf_reading import read_rdf  # noqa: PLC0415  # behind an extra

        yield from read_rdf(self, path, options)

    def blocks(self, path: Path, options: ReadOptions = DEFAULT) -> Iterator[Block] | None:
        """What ``read`` says, most of it not parsed; None where that cannot be.

        Raises:
            GraphFormatError: As ``read`` does.
            MissingDependencyError: If pyoxigraph is not installed.
        """
        if self.suffixes[0] != ".nt" or self.labels != "iri" or self.graph:
            return None
        _need_pyoxigraph()
        from km_graph.formats.rdf_reading import read_blocks  # noqa: PLC0415  # behind an extra

        return read_blocks(self, path, options)

    def write(self, graph: KnowledgeGraph, path: Path) -> None:
        """Write triples in order of ids, then attributes; see ``GraphWriter``.

        Raises:
            GraphFormatError: If the format cannot hold an attribute.
            MissingDependencyError: If pyoxigraph is not installed.
        """
        _need_pyoxigraph()
        from km_graph.formats.rdf_writing import write_rdf  # noqa: PLC0415  # behind an extra

        write_rdf(self, graph, path)


def _need_pyoxigraph() -> None:
    try:
        import pyoxigraph  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise MissingDependencyError("RDF", "km-graph[rdf]") from error


NTRIPLES = Rdf((".nt",))
NQUADS = Rdf((".nq",))
TURTLE = Rdf((".ttl",))
TRIG = Rdf((".trig",))
RDF_XML = Rdf((".rdf", ".owl"))
JSON_LD = Rdf((".jsonld",))
