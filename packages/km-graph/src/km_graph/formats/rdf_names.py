"""The three ways of calling an RDF resource: by its IRI, by its prefixed name, by its label.

Two resources never get one name, whatever the document calls them.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping

from km_graph.formats.rdf_terms import OURS, label_of

Name = Callable[[str], str]
"""Gives the name of the resource with an IRI."""

WELL_KNOWN: Mapping[str, str] = {
    "dbo": "http://dbpedia.org/ontology/",
    "dbp": "http://dbpedia.org/property/",
    "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "fb": "http://rdf.freebase.com/ns/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "p": "http://www.wikidata.org/prop/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "yago": "http://yago-knowledge.org/resource/",
}

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

_LIKE_A_NAME = re.compile(r"<.*>|[^\s:]*:\S*|.*\([^\s()]*:\S*\)", re.DOTALL)
"""A label that could be taken for an IRI, a prefixed name, or a label with one behind it."""


def iri_name(iri: str) -> str:
    """The name of a resource where IRIs are the names."""
    return label_of(iri) if iri.startswith(OURS) else iri


class PrefixedNames:
    """Prefixed names such as ``dbo:capital``; what no prefix fits keeps its IRI.

    Args:
        stated: The prefixes of the document, which go before the well-known ones.

    Example:
        >>> name = PrefixedNames({"ex": "http://example.org/"})
        >>> name("http://example.org/a"), name("http://dbpedia.org/ontology/capital")
        ('ex:a', 'dbo:capital')
        >>> name("http://example.net/a"), name("ex:a")
        ('http://example.net/a', '<ex:a>')
    """

    def __init__(self, stated: Mapping[str, str]) -> None:
        self.namespaces = {**WELL_KNOWN, **stated}
        # Of two prefixes for one namespace, a stated one, then the first in the alphabet.
        ordered = sorted(self.namespaces, key=lambda prefix: (prefix not in stated, prefix))
        self._prefixes = {self.namespaces[prefix]: prefix for prefix in reversed(ordered)}
        self._last = sorted({space[-1] for space in self._prefixes if space})

    def __call__(self, iri: str) -> str:
        """The name of the resource with this IRI."""
        prefix, _, local = self.split(iri)
        if local:
            return f"{prefix}:{local}"
        if iri.startswith(OURS) and (label := label_of(iri)) and ":" not in label:
            return label
        return f"<{iri}>" if iri.partition(":")[0] in self.namespaces else iri

    def split(self, iri: str) -> tuple[str, str, str]:
        """Prefix, namespace and the rest, for the longest namespace that fits; else empty."""
        end = len(iri)
        while (end := max(iri.rfind(last, 0, end) for last in self._last)) >= 0:
            prefix = self._prefixes.get(iri[: end + 1])
            if prefix is not None:
                return prefix, iri[: end + 1], iri[end + 1 :]
        return "", "", ""


class LabelNames:
    """The ``rdfs:label`` of resources, with the prefixed name behind it where two share one.

    Args:
        labels: The label of each resource that has one, by IRI or blank node label.
        prefixed: The names of the others.
    """

    def __init__(self, labels: Mapping[str, str], prefixed: PrefixedNames) -> None:
        self._prefixed = prefixed
        uses = Counter(labels.values())
        self._names = {
            resource: label
            if uses[label] == 1 and not _LIKE_A_NAME.fullmatch(label)
            else f"{label} ({self._fallback(resource)})"
            for resource, label in labels.items()
        }

    def __call__(self, resource: str) -> str:
        """The name of the resource with this IRI or blank node label."""
        return self._names.get(resource) or self._fallback(resource)

    def _fallback(self, resource: str) -> str:
        # A label of ours is not turned back here: it could be the label of another resource.
        ours = resource.startswith((OURS, "_:"))
        return resource if ours else self._prefixed(resource)
