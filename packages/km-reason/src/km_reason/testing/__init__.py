"""Contract tests for plugins: subclass one, supply the object under test, and run pytest.

Example:
    A plugin package's test module, whole::

        class TestMyLinker(LinkerContract):
            def linker(self, graph):
                return MyLinker(graph)
"""

from km_reason.testing.contracts import (
    LanguageModelContract,
    LinkerContract,
    PlannerContract,
    ReasonerContract,
)
from km_reason.testing.films import ODD, TRIPLES, film_graph, film_questions

__all__ = [
    "ODD",
    "TRIPLES",
    "LanguageModelContract",
    "LinkerContract",
    "PlannerContract",
    "ReasonerContract",
    "film_graph",
    "film_questions",
]
