"""The schema in the documentation is that of the server."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

KEPT = Path(__file__).parents[4] / "docs" / "reference" / "openapi.json"


@pytest.mark.skipif(not KEPT.exists(), reason="the documentation is not here")
def test_the_kept_schema_has_every_address_and_body(client: TestClient) -> None:
    # How a schema is written differs from one FastAPI to the next; what it describes does not.
    kept, served = json.loads(KEPT.read_text("utf-8")), client.get("/openapi.json").json()
    for part in (lambda schema: schema["paths"], lambda schema: schema["components"]["schemas"]):
        assert sorted(part(served)) == sorted(part(kept))
    asking = "Asking"
    properties = [
        schema["components"]["schemas"][asking]["properties"] for schema in (served, kept)
    ]
    assert sorted(properties[0]) == sorted(properties[1])
