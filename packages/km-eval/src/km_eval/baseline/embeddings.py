"""Vectors of texts from an OpenAI-compatible server, and relation paths ranked by them."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from km_eval.baseline.cache import ReplyCache, request_key
from km_eval.baseline.connection import Post, connect, find_key
from km_eval.baseline.replies import Reply
from km_eval.baseline.retrying import with_retries
from km_graph.errors import ModelRequestError
from km_graph.progress import SILENT, Progress

logger = logging.getLogger(__name__)

Vectors = Mapping[str, NDArray[np.float32]]
"""Text to its vector, of length 1."""

_BATCH = 64


class EmbeddingModel:
    """An embedding model behind an OpenAI-compatible server, asked for many texts at a time.

    Args:
        model: The server's name for the model.
        base_url: The server, up to and with ``/v1``.
        key_variable: The environment variable that holds the key.
        timeout: Seconds to wait for one reply.
        attempts: How often a request is tried; see ``with_retries``.
        cache: A file to keep vectors in.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str,
        key_variable: str = "OPENAI_API_KEY",
        timeout: float = 60.0,
        attempts: int = 4,
        cache: Path,
    ) -> None:
        self.model, self.base_url = model, base_url.rstrip("/")
        key = find_key(self.base_url, key_variable)
        self._connect: Callable[[], AbstractContextManager[Post]] = lambda: connect(
            self.base_url, key, timeout=timeout, what="embeddings"
        )
        self._attempts = attempts
        self._cache = cache
        self.prompt_tokens = 0

    def vectors(self, texts: Sequence[str], *, progress: Progress = SILENT) -> Vectors:
        """The vector of each text; texts that come again are asked for once.

        Raises:
            ModelRequestError: If one cannot be had; those that came are in the cache.
        """
        found: dict[str, NDArray[np.float32]] = {}
        with ReplyCache(self._cache) as cache, self._connect() as post:
            left = []
            for text in dict.fromkeys(texts):
                kept = cache.get(self._key(text))
                if kept is None:
                    left.append(text)
                else:
                    found[text] = _unit(json.loads(kept.text))
            with progress.task(f"asking {self.model}", len(left)) as advance:
                for batch in (left[i : i + _BATCH] for i in range(0, len(left), _BATCH)):
                    for text, vector in zip(batch, self._ask(post, batch), strict=True):
                        cache.put(self._key(text), Reply(json.dumps(vector)))
                        found[text] = _unit(vector)
                    advance(len(batch))
        return found

    def _key(self, text: str) -> str:
        return request_key(self.base_url, {"model": self.model, "input": text})

    def _ask(self, post: Post, texts: Sequence[str]) -> list[list[float]]:
        # Floats are asked for: by default current clients ask for base64, which few servers know.
        body = {"model": self.model, "input": list(texts), "encoding_format": "float"}
        reply = with_retries(lambda: post(body), url=self.base_url, attempts=self._attempts)
        try:
            vectors = list(_read_vectors(reply, len(texts)))
        except (LookupError, TypeError, ValueError) as error:
            raise ModelRequestError(
                self.base_url, f"expected {len(texts)} vectors: {error}", status=200
            ) from error
        usage = reply.get("usage") if isinstance(reply, Mapping) else None
        self.prompt_tokens += int((usage or {}).get("prompt_tokens", 0))
        return vectors


def _read_vectors(reply: Any, n: int) -> Iterator[list[float]]:
    rows = sorted(reply["data"], key=lambda row: row["index"])
    if [row["index"] for row in rows] != list(range(n)):
        raise ValueError(f"found {len(rows)}")
    for row in rows:
        vector = list(map(float, row["embedding"]))
        if not vector or not np.isfinite(vector).all():
            raise ValueError("found a vector that is empty or not of numbers")
        yield vector


def _unit(vector: Sequence[float]) -> NDArray[np.float32]:
    found = np.asarray(vector, np.float32)
    return found / max(float(np.linalg.norm(found)), 1e-12)


def ranked(text: str, candidates: Sequence[str], vectors: Vectors) -> list[tuple[float, int]]:
    """Similarity and place of each candidate, nearest to the text first; ties keep their order."""
    scores = [float(vectors[text] @ vectors[candidate]) for candidate in candidates]
    return sorted(((score, i) for i, score in enumerate(scores)), key=lambda pair: -pair[0])
