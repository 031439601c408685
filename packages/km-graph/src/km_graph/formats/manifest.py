"""The manifest of a graph folder: what its arrays are, under a hash of its own."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from km_graph.errors import GraphFormatError
from km_graph.files import atomic_file

MANIFEST = "manifest.json"
SCHEMA = 2
READABLE = (1, 2)

_OWN_HASH = "manifest_sha256"
_LARGEST = 16 * 2**20
_AGAIN = "import it again"


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, atomically; its last field is the hash of all that stands before.

    Raises:
        OutputError: If it cannot be written.
    """
    with atomic_file(folder / MANIFEST, binary=True) as stream:
        stream.write(_signed(manifest))


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """The manifest of a graph folder, checked against its own hash.

    Raises:
        GraphFormatError: If it is missing, is not as it was written, or has a schema that is not
            known here.
    """
    path = Path(folder) / MANIFEST
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST)
    except OSError as error:
        raise GraphFormatError(path, f"cannot be read: {error.strerror or error}") from error
    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise GraphFormatError(path, "is not JSON", hint=_AGAIN) from error
    manifest: dict[str, Any] = found if isinstance(found, dict) else {}
    schema = manifest.get("schema")
    if type(schema) is not int or schema not in READABLE:
        expected = " or ".join(map(str, READABLE))
        raise GraphFormatError(path, f"expected schema {expected}, found {schema!r}", hint=_AGAIN)
    if schema > 1 and content != _signed(manifest):  # compared as bytes: nothing may differ
        raise GraphFormatError(path, "is not as it was written: its hash differs", hint=_AGAIN)
    return manifest


def _signed(manifest: Mapping[str, Any]) -> bytes:
    content = {key: value for key, value in manifest.items() if key != _OWN_HASH}
    return _rendered(content | {_OWN_HASH: hashlib.sha256(_rendered(content)).hexdigest()})


def _rendered(content: Mapping[str, Any]) -> bytes:
    # A file name that is no Unicode text can be in here, so it is escaped and not refused.
    return (json.dumps(content, indent=2) + "\n").encode()
