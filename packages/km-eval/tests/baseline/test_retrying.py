import pytest

from km_eval.baseline.connection import RequestFailedError
from km_eval.baseline.retrying import with_retries
from km_graph.errors import ModelRequestError


class Flaky:
    def __init__(self, *failures):
        self.failures = list(failures)
        self.pauses = []

    def __call__(self):
        if self.failures:
            raise self.failures.pop(0)
        return "done"

    def retried(self, attempts=4):
        return with_retries(self, url="u", attempts=attempts, sleep=self.pauses.append)


def failure(status, retry_after=None):
    return RequestFailedError("busy", status=status, retry_after=retry_after)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503, None])
def test_tries_again_what_may_pass(status):
    assert Flaky(failure(status)).retried() == "done"


@pytest.mark.parametrize("status", [200, 400, 401, 404, 422])
def test_does_not_try_again_what_will_not_pass(status):
    with pytest.raises(ModelRequestError, match=r"^u: busy$") as caught:
        Flaky(failure(status)).retried()
    assert (status, 1) == (caught.value.status, caught.value.attempts)


def test_gives_up_after_the_last_attempt():
    with pytest.raises(ModelRequestError, match="busy after 3 attempts"):
        Flaky(*[failure(500)] * 3).retried(attempts=3)


def test_pauses_twice_as_long_each_time():
    flaky = Flaky(failure(500), failure(500), failure(None))
    flaky.retried()
    assert flaky.pauses == [0.5, 1.0, 2.0]


def test_pauses_as_long_as_the_server_asks():
    flaky = Flaky(failure(429, retry_after=7.0))
    flaky.retried()
    assert flaky.pauses == [7.0]


def test_does_not_wait_for_minutes():
    with pytest.raises(ModelRequestError, match=r"busy$"):
        Flaky(failure(429, retry_after=121.0)).retried()


def test_logs_each_retry(caplog):
    Flaky(failure(500)).retried()
    assert caplog.messages == ["u: busy; trying again in 0.5 s"]
