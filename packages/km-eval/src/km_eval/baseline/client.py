"""Language models behind OpenAI-compatible servers."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from km_eval.baseline.budget import Budget
from km_eval.baseline.cache import ReplyCache, request_key
from km_eval.baseline.connection import OPENAI_URL, Post, RequestFailedError, connect, find_key
from km_eval.baseline.replies import Reply, UnusableReplyError, read_reply
from km_eval.baseline.retrying import with_retries
from km_graph.errors import ModelRequestError
from km_graph.progress import SILENT, Progress

logger = logging.getLogger(__name__)

NOT_ASKED = "not asked, because it could cost more than"
"""What the failure of a prompt begins with that there is no room for in the budget."""


class Completion(NamedTuple):
    """What a model wrote for one prompt; the shape that reasoners expect of a model.

    Attributes:
        text: Without the prompt.
        score: 0.0: servers do not tell reliably.
        tokens: How many tokens it wrote, 0 where the server does not tell.
    """

    text: str
    score: float = 0.0
    tokens: int = 0


class OpenAIModel:
    """A model behind an OpenAI-compatible server (plugin ``openai`` of ``km.models``).

    Several requests are under way at once. Replies go into the cache as they come, so that a run
    that is interrupted and started again asks only for the rest; failures never go there.

    Args:
        model: The server's name for the model.
        base_url: The server, up to and with ``/v1``.
        key_variable: The environment variable that holds the key. The key is sent to the server
            and goes nowhere else.
        concurrency: How many requests may be under way.
        timeout: Seconds to wait for one reply.
        attempts: How often a request is tried; see ``with_retries``.
        temperature: 0 for the likeliest answer; None leaves it to the server.
        cache: A file to keep replies in.
        budget: What may be spent; prompts there is no room for fail and are not sent.

    Raises:
        KmError: If OpenAI's own server is to be asked and there is no key.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str = OPENAI_URL,
        key_variable: str = "OPENAI_API_KEY",
        concurrency: int = 4,
        timeout: float = 60.0,
        attempts: int = 4,
        temperature: float | None = 0.0,
        cache: Path | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.model = model
        self.base_url = base_url.rstrip("/")
        key = find_key(self.base_url, key_variable)
        # A function, not an attribute: nothing that shows this object can show the key.
        self._connect: Callable[[], AbstractContextManager[Post]] = lambda: connect(
            self.base_url, key, timeout=timeout
        )
        self._concurrency = concurrency
        self._attempts = attempts
        self._temperature = temperature
        self._cache = cache
        self._budget = budget
        self._limit_name = "max_tokens"

    def __repr__(self) -> str:
        return f"OpenAIModel({self.model!r}, base_url={self.base_url!r})"

    def complete(
        self,
        prompts: Sequence[str],
        *,
        max_tokens: int,
        beams: int = 1,  # noqa: ARG002  (servers ignore or refuse n; there is one completion)
        progress: Progress = SILENT,
    ) -> list[list[Completion]]:
        """One completion for each prompt.

        Raises:
            ModelRequestError: If a prompt has no reply; those that came are in the cache.
        """
        completions: list[list[Completion]] = [[] for _ in prompts]
        failures: list[ModelRequestError] = []
        for index, reply in self.replies(prompts, max_tokens=max_tokens, progress=progress):
            if isinstance(reply, ModelRequestError):
                failures.append(reply)
            else:
                completions[index] = [Completion(reply.text, tokens=reply.tokens)]
        if failures:
            raise failures[0]
        return completions

    def replies(
        self, prompts: Sequence[str], *, max_tokens: int, progress: Progress = SILENT
    ) -> Iterator[tuple[int, Reply | ModelRequestError]]:
        """Each prompt's index with its reply or its failure, as they come."""
        with progress.task(f"asking {self.model}", len(prompts)) as advance:
            if self._cache is None:
                found = self._asked(dict(enumerate(prompts)), max_tokens)
            else:
                found = self._remembered(self._cache, prompts, max_tokens)
            for index, reply in found:
                advance(1)
                yield index, reply

    def _remembered(
        self, path: Path, prompts: Sequence[str], max_tokens: int
    ) -> Iterator[tuple[int, Reply | ModelRequestError]]:
        keys = [request_key(self.base_url, self._body(prompt, max_tokens)) for prompt in prompts]
        with ReplyCache(path) as cache:
            left: dict[int, str] = {}
            for index, key in enumerate(keys):
                reply = cache.get(key)
                if reply is None:
                    left[index] = prompts[index]
                else:
                    yield index, reply
            logger.info("%d of %d replies are in %s", len(keys) - len(left), len(keys), path)
            for index, asked in self._asked(left, max_tokens):
                if isinstance(asked, Reply):
                    cache.put(keys[index], asked)
                yield index, asked

    def _asked(
        self, prompts: dict[int, str], max_tokens: int
    ) -> Iterator[tuple[int, Reply | ModelRequestError]]:
        if not prompts:
            return
        with self._connect() as post:
            pool = ThreadPoolExecutor(self._concurrency, thread_name_prefix="ask")
            try:
                asked: dict[Future[Reply], int] = {
                    pool.submit(self._ask, post, prompt, max_tokens): index
                    for index, prompt in prompts.items()
                }
                for future in as_completed(asked):
                    yield asked[future], _outcome(future)
            finally:
                # If interrupted, what is under way is cut off and the rest never sent.
                pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, post: Post, prompt: str, max_tokens: int) -> Reply:
        if self._budget is None:
            return self._reply(post, prompt, max_tokens)
        reserved = self._budget.reserve(prompt, max_tokens)
        if reserved is None:
            raise ModelRequestError(self.base_url, f"{NOT_ASKED} {self._budget.most:g}", attempts=0)
        reply = None
        try:
            reply = self._reply(post, prompt, max_tokens)
        finally:
            self._budget.settle(reserved, reply)
        return reply

    def _reply(self, post: Post, prompt: str, max_tokens: int) -> Reply:
        start = time.perf_counter()
        body = with_retries(
            lambda: self._send(post, prompt, max_tokens),
            url=self.base_url,
            attempts=self._attempts,
        )
        try:
            return read_reply(body, seconds=time.perf_counter() - start)
        except UnusableReplyError as error:
            raise ModelRequestError(self.base_url, str(error), status=200) from error

    def _send(self, post: Post, prompt: str, max_tokens: int) -> object:
        body = self._body(prompt, max_tokens)
        body[self._limit_name] = body.pop("max_tokens")
        try:
            return post(body)
        except RequestFailedError as error:
            # Newer OpenAI models refuse max_tokens; many other servers know nothing else.
            if error.status != 400 or "max_completion_tokens" not in error.message:
                raise
            self._limit_name = "max_completion_tokens"
            body["max_completion_tokens"] = body.pop("max_tokens", max_tokens)
            return post(body)

    def _body(self, prompt: str, max_tokens: int) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": max_tokens,
        }
        return body if self._temperature is None else body | {"temperature": self._temperature}


def _outcome(future: Future[Reply]) -> Reply | ModelRequestError:
    try:
        return future.result()
    except ModelRequestError as error:
        return error
