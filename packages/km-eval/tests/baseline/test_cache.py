import pytest

from km_eval.baseline.cache import ReplyCache, request_key
from km_eval.baseline.replies import Reply
from km_graph.errors import DataError, OutputError

REPLY = Reply("Zürich", 5, 1, is_cut=True, seconds=0.5)


def test_keeps_replies_between_runs(tmp_path):
    with ReplyCache(tmp_path / "deep" / "c.sqlite") as cache:
        cache.put("k", REPLY)
    with ReplyCache(tmp_path / "deep" / "c.sqlite") as cache:
        assert (cache.get("k"), cache.get("other"), len(cache)) == (REPLY, None, 1)


def test_key_depends_on_every_part_of_the_request_and_not_on_order():
    body = {"model": "m", "temperature": 0.0}
    keys = {
        request_key("http://a/v1", body),
        request_key("http://a/v1/", {"temperature": 0.0, "model": "m"}),
        request_key("http://b/v1", body),
        request_key("http://a/v1", body | {"model": "n"}),
    }
    assert len(keys) == 3


def test_refuses_a_file_that_is_something_else(tmp_path):
    path = tmp_path / "c.sqlite"
    path.write_text("not a database, only some text that is long enough to be noticed")
    with pytest.raises(DataError, match="expected a cache of replies"):
        ReplyCache(path)


def test_says_where_it_cannot_write(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot write .*file/c\.sqlite"):
        ReplyCache(tmp_path / "file" / "c.sqlite")
