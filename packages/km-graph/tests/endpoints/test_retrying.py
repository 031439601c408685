import pytest

from km_graph.endpoints.retrying import Attempts, TransientError, delay, password_of
from km_graph.errors import ConfigError, ServerError


def test_waits_longer_each_time_but_not_for_ever() -> None:
    assert [0.5, 1.0, 2.0] == [delay(failed, 0.5, None) for failed in (1, 2, 3)]
    assert delay(100, 0.5, None) == 120.0


def test_waits_as_long_as_the_server_asks() -> None:
    assert delay(1, 1.0, 30.0) == 30.0


def test_gives_up_after_so_many_failures_in_a_row() -> None:
    attempts = Attempts("http://a", 3, 0.0)
    attempts.wait(TransientError("no"))
    attempts.succeeded()
    attempts.wait(TransientError("no"))
    attempts.wait(TransientError("no"))
    with pytest.raises(ServerError, match=r"^http://a: not at all after 3 attempts$"):
        attempts.wait(TransientError("not at all"))


def test_gives_up_at_once_if_asked_to_wait_too_long() -> None:
    attempts = Attempts("http://a", 3, 0.0)
    with pytest.raises(ServerError, match="busy; it asks to wait 3600 s; try again later"):
        attempts.wait(TransientError("busy", retry_after=3600))


def test_a_user_without_a_password_is_told_where_it_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KM_X", raising=False)
    with pytest.raises(ConfigError, match="user 'me' needs a password; set KM_X"):
        password_of("me", "KM_X")
