"""Replies kept on disk, so that an interrupted or repeated run asks nothing twice."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from km_eval.baseline.replies import Reply
from km_graph.errors import DataError, OutputError


def request_key(base_url: str, body: Mapping[str, Any]) -> str:
    """SHA-256 of a request in canonical JSON; the API key is no part of it.

    Example:
        >>> request_key("u", {"a": 1, "b": 2}) == request_key("u", {"b": 2, "a": 1})
        True
    """
    canonical = json.dumps(
        {"base_url": base_url.rstrip("/"), "body": body},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class ReplyCache:
    """Request key to reply, in one SQLite file; only usable replies are ever put in.

    Each reply is on disk when ``put`` returns. For one thread; several processes may share it.

    Args:
        path: The file, made if it is not there.

    Raises:
        OutputError: If it cannot be made.
        DataError: If it is there and is not such a cache.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=60, isolation_level=None)
        except (OSError, sqlite3.OperationalError) as error:
            raise OutputError(path, str(error)) from error
        try:
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, json TEXT NOT NULL)"
            )
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise DataError(
                path, f"expected a cache of replies: {error}", hint="delete it or name another file"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def __len__(self) -> int:
        (n,) = self._database.execute("SELECT count(*) FROM reply").fetchone()
        return int(n)

    def get(self, key: str) -> Reply | None:
        """The reply kept under a key, if there is one."""
        row = self._database.execute("SELECT json FROM reply WHERE key = ?", (key,)).fetchone()
        return None if row is None else Reply(**json.loads(row[0]))

    def put(self, key: str, reply: Reply) -> None:
        """Keep a reply."""
        text = json.dumps(reply.to_json(), ensure_ascii=False)
        self._database.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, text))
