"""How labels are written as RDF terms, and which terms reading turns back into labels.

A label that is an absolute IRI is that IRI. Any other label is the IRI ``urn:km:`` followed by
the label, percent-encoded, so that every graph can be written and reading gives an equal one.
Only the IRIs that the writer would write are turned back; others stay as they are.
"""

import re
from functools import lru_cache, partial
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from km_graph.graph.attributes import Attribute

OURS = "urn:km:"
_NAME_END = "#_"
"""What makes the IRI of a relation end in an XML name, where its label does not."""

IMAGES = frozenset(
    {
        "http://schema.org/image",
        "https://schema.org/image",
        "http://schema.org/logo",
        "https://schema.org/logo",
        "http://xmlns.com/foaf/0.1/depiction",
        "http://xmlns.com/foaf/0.1/img",
        "http://xmlns.com/foaf/0.1/logo",
        "http://dbpedia.org/ontology/thumbnail",
        "http://www.wikidata.org/prop/direct/P18",
    }
)
"""Properties whose objects are pictures, not entities to walk to."""

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IMPLIED = frozenset({XSD_STRING, f"{_RDF}langString", f"{_RDF}dirLangString"})

_SCOPED = re.compile(r"_:b[0-9a-f]{8}[.\-][^:]+")
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*\Z")

# What a canonical literal escapes, and how (RDF 1.2 N-Triples, "Canonical N-Triples").
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)} | {
    ord(char): f"\\{name}" for char, name in zip('\t\b\n\r\f"\\', 'tbnrf"\\', strict=True)
}


def is_scoped(label: str) -> bool:
    """Whether a label is of a blank node that tells which document it is of."""
    if not label.startswith("_:b") or not _SCOPED.fullmatch(label):
        return False
    try:
        BlankNode(label[2:])
    except ValueError:
        return False
    return True


def iri_of(label: str) -> str:
    """The IRI that a label is written as.

    Example:
        >>> iri_of("http://example.org/a"), iri_of("Köln")
        ('http://example.org/a', 'urn:km:K%C3%B6ln')
    """
    if label.startswith(OURS) or not _is_iri(label):
        return OURS + quote(label, safe="")
    return label


def relation_iri_of(label: str, *, xml: bool = False) -> str:
    """The IRI that a relation is written as; in RDF/XML it has to end in an XML name."""
    iri = iri_of(label)
    if _XML_NAME.search(iri) or not (xml or iri.startswith(OURS)):
        return iri
    return OURS + quote(label, safe="") + _NAME_END


def datatype_iri_of(label: str) -> str:
    """The IRI that a datatype is written as; one that RDF implies is not left to RDF."""
    return OURS + quote(label, safe="") if label in _IMPLIED else iri_of(label)


@lru_cache(1 << 16)
def label_of(iri: str) -> str:
    """The label that is written as this IRI.

    Example:
        >>> label_of("urn:km:K%C3%B6ln"), label_of("urn:km:%zz")
        ('Köln', 'urn:km:%zz')
    """
    if not iri.startswith(OURS):
        return iri
    label = unquote(iri[len(OURS) :].removesuffix(_NAME_END), errors="replace")
    ways = (iri_of, relation_iri_of, partial(relation_iri_of, xml=True), datatype_iri_of)
    return label if any(iri == way(label) for way in ways) else iri


def node(label: str) -> str:
    """An entity as N-Triples has it."""
    return label if is_scoped(label) else f"<{iri_of(label)}>"


def is_picture(attribute: Attribute) -> bool:
    """Whether an attribute is written as the IRI of a picture, and read as one."""
    named = attribute.datatype == "image" and iri_of(attribute.name) in IMAGES
    return named and _is_iri(attribute.value)


def attribute_value(attribute: Attribute) -> str:
    """The value of an attribute as N-Triples has it.

    Raises:
        ValueError: If RDF cannot hold it.
    """
    value, language, datatype = attribute.value, attribute.language, attribute.datatype
    if language and datatype:
        raise ValueError(f"a language ({language}) or a datatype ({datatype}), not both")
    if language:
        Literal("", language=language)  # raises if it is no language tag
        return f'"{value.translate(_ESCAPES)}"@{language}'
    if is_picture(attribute):
        return f"<{value}>"
    if not datatype:
        return f'"{value.translate(_ESCAPES)}"'
    return f'"{value.translate(_ESCAPES)}"^^<{datatype_iri_of(datatype)}>'


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
