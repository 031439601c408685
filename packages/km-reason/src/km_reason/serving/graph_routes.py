"""What the graph holds, and changes to it: ``/v1/graph`` and ``/v1/entities``."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.store import Batch
from km_graph.walkers import Walker
from km_reason.serving.bodies import Edit
from km_reason.serving.graph_source import GraphSource
from km_reason.serving.limits import Limits
from km_reason.serving.refusals import Refusal


def graph_routes(
    source: GraphSource, walker: Walker, names: list[str], limits: Limits
) -> APIRouter:
    """The routes of the graph; ``names`` are those of the reasoners, which a page lists."""
    router = APIRouter(prefix="/v1")
    few = Query(description="How many at most.", ge=1, le=limits.entities)

    @router.get("/graph")
    def about() -> dict[str, Any]:
        """What is served: the size of the graph, the reasoners, and whether it may be changed."""
        graph = source.graph
        return {
            "entities": graph.n_entities,
            "relations": list(graph.relations[:500]),
            "triples": graph.n_triples,
            "version": source.version,
            "editable": source.editable,
            "reasoners": names,
        }

    @router.get("/graph/neighborhood")
    def neighborhood(
        entity: Annotated[str, Query(min_length=1, max_length=2_000)],
        hops: Annotated[int, Query(ge=1, le=limits.hops)] = 1,
        limit: Annotated[int, few] = 30,
    ) -> dict[str, Any]:
        """The nearest entities around one, the triples between them, and its attributes."""
        graph = source.graph
        return _around(graph, walker, graph.entities.id(entity), hops, limit)

    @router.get("/entities")
    def entities(
        prefix: Annotated[str, Query(min_length=1, max_length=200)],
        limit: Annotated[int, few] = 20,
    ) -> dict[str, list[str]]:
        """Entities that begin so."""
        return {"entities": source.completions(prefix, limit)}

    @router.post("/graph/triples")
    def edit(edit: Edit) -> dict[str, int]:
        """Take triples away and add others, in one commit; the next question sees it."""
        if len(edit.add) + len(edit.remove) > limits.edits:
            raise Refusal(413, f"at most {limits.edits:,} triples can be changed at once")
        version = source.apply(Batch(edit.add, edit.remove), edit.expected_version)
        return {"version": version}

    return router


def _around(
    graph: KnowledgeGraph, walker: Walker, entity: int, hops: int, limit: int
) -> dict[str, Any]:
    near = walker.neighborhoods(graph, Groups.of([[entity]]), hops=hops, limit=limit)
    inside = walker.subgraphs(graph, Groups.of([near.entities.tolist()]), limit=10 * limit)
    triples = [
        (graph.entities[head], graph.relations[relation], graph.entities[tail])
        for head, relation, tail in inside.triples.tolist()
    ]
    return {
        "entity": graph.entities[entity],
        "entities": [graph.entities[i] for i in near.entities.tolist()],
        "triples": triples,
        "attributes": [row._asdict() for row in graph.attributes(entity)[:100]],
        "truncated": bool(near.truncated[0] or inside.truncated[0]),
    }
