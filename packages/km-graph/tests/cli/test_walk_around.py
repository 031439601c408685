import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.main import km


@pytest.fixture(autouse=True)
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("g.tsv").write_text("a\tr\tb\nb\ts\tc\na\tr\tc\nd\tr\td\n")


def run(*args: str) -> Result:
    done = CliRunner().invoke(km, ["walk", *args, "--walker", "reference"])
    assert done.exit_code == 0, done.output
    return done


def test_rank_puts_the_nearest_first() -> None:
    rows = json.loads(run("rank", "g.tsv", "a", "--direction", "forward", "--json").stdout)
    assert [row["entity"] for row in rows] == ["a", "c", "b"]
    assert sum(row["score"] for row in rows) == pytest.approx(1, abs=1e-4)


def test_rank_shows_so_many() -> None:
    rows = json.loads(run("rank", "g.tsv", "a", "--limit", "1", "--json").stdout)
    assert [row["entity"] for row in rows] == ["a"]
    assert f"{rows[0]['score']:.6f}" in run("rank", "g.tsv", "a", "--limit", "1").stdout


def test_neighborhood_says_that_there_are_more() -> None:
    done = run("neighborhood", "g.tsv", "a", "--limit", "2", "--json")
    assert json.loads(done.stdout) == [{"hops": 0, "entity": "a"}, {"hops": 1, "entity": "b"}]
    assert "--limit" in done.stderr


def test_paths_stop_in_time() -> None:
    done = run("paths", "g.tsv", "a", "c", "--seconds", "0", "--json")
    assert json.loads(done.stdout) == {"paths": [], "truncated": True}
