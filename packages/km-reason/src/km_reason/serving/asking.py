"""Questions taken from requests to the worker, at once or stage by stage."""

import asyncio
from collections.abc import AsyncGenerator
from threading import Event

from km_reason.serving.answering import Answering
from km_reason.serving.bodies import Asking
from km_reason.serving.metrics import Metrics
from km_reason.serving.refusals import refusal_of
from km_reason.serving.stages import Stage, StageProgress, Tell
from km_reason.serving.worker import Worker


class Desk:
    """Where questions are handed in; used by the event loop.

    Args:
        answering: Answers them, on the thread of the worker.
        worker: Whose turn is whose.
        metrics: Where to count how they end.
    """

    def __init__(self, answering: Answering, worker: Worker, metrics: Metrics) -> None:
        self._answering = answering
        self._worker = worker
        self._metrics = metrics

    async def answer(self, asking: Asking, tell: Tell = lambda _: None) -> Stage:
        """The answer; stages before it are told, on another thread.

        Raises:
            Refusal: If the question cannot be answered, is too much, or takes too long.
            KmError: If answering fails.
        """

        def work(stop: Event) -> Stage:
            return self._answering.answer(asking, tell, StageProgress(tell, stop))

        try:
            answer = await self._worker.run(work)
        except Exception:
            self._metrics.questions["failures"] += 1
            raise
        self._metrics.questions["answers" if answer["answers"] else "abstentions"] += 1
        return answer

    async def stages(self, asking: Asking) -> AsyncGenerator[Stage, None]:
        """Every stage as it comes; the last is the answer or an error."""
        loop = asyncio.get_running_loop()
        told: asyncio.Queue[Stage | None] = asyncio.Queue()

        def tell(stage: Stage | None) -> None:
            loop.call_soon_threadsafe(told.put_nowait, stage)

        task = asyncio.create_task(self.answer(asking, tell))
        task.add_done_callback(lambda _: told.put_nowait(None))
        try:
            while (stage := await told.get()) is not None:
                yield stage
            yield await _ending(task)
        finally:
            task.cancel()  # whoever asked may have gone


async def _ending(task: "asyncio.Task[Stage]") -> Stage:
    try:
        return await task
    except Exception as error:  # noqa: BLE001  # the border: a response has begun already
        refusal = refusal_of(error)
        return {"stage": "error", "status": refusal.status} | refusal.content
