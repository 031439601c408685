import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.main import km

pytest.importorskip("apsw")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("g.tsv").write_text("a\tr\tb\nb\ts\tc\n")
    Path("more.tsv").write_text("a\tr\tb\nc\tr\td\nd\tr\te\n")
    assert run("store", "create", "s", "g.tsv").stdout == "s: 2 triples, version 0\n"


def run(*args: str, **more: Any) -> Result:
    return CliRunner().invoke(km, ("graph", *args), **more)


def found(*args: str) -> Any:
    done = run(*args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_adds_the_triples_of_a_file() -> None:
    assert run("add", "s", "more.tsv").stdout == "s: 2 triples added, version 1\n"
    assert found("store", "status", "s")["triples"] == 4


def test_adds_and_removes_single_triples() -> None:
    assert found("add", "s", "--triple", "x", "r", "y", "--triple", "y", "r", "z") == {
        "version": 1,
        "added": 2,
    }
    assert found("remove", "s", "--triple", "x", "r", "y") == {"version": 2, "removed": 1}


def test_reads_the_standard_input() -> None:
    done = run("remove", "s", "-", "--format", "tsv", input="a\tr\tb\n")
    assert done.stdout == "s: 1 triples removed, version 1\n"


def test_a_large_file_becomes_several_commits_that_are_made_once() -> None:
    assert found("add", "s", "more.tsv", "--batch", "2", "--key", "more")["version"] == 2
    assert found("add", "s", "more.tsv", "--batch", "2", "--key", "more") == {
        "version": 2,
        "added": 0,
    }
    keys = [commit["key"] for commit in found("history", "s")["commits"]]
    assert keys == ["more", "more/1"]


def test_a_change_for_another_version_is_refused() -> None:
    run("add", "s", "more.tsv")
    done = run("add", "s", "--triple", "x", "r", "y", "--expect", "0")
    assert done.exit_code == 1
    assert "s: expected version 0, it is at 1" in done.stderr


def test_tells_the_history_of_a_triple() -> None:
    run("remove", "s", "--triple", "a", "r", "b")
    changes = found("history", "s", "a", "r", "b")["changes"]
    assert [(change["version"], change["added"]) for change in changes] == [(0, True), (1, False)]
    shown = run("history", "s", "a", "r", "b").stdout
    assert "removed" in shown
    assert "removed" in run("history", "s").stdout


def test_compacts() -> None:
    run("add", "s", "more.tsv")
    assert run("compact", "s").stdout == "s: version 1 is the base, 4 triples\n"
    assert found("store", "status", "s") == {
        "version": 1,
        "base_version": 1,
        "triples": 4,
        "changed_entities": 0,
    }
    assert "changed entities" in run("store", "status", "s").stdout
    assert run("store", "verify", "s").stdout == "s: whole, version 1\n"


def test_makes_an_empty_store() -> None:
    assert run("store", "create", "empty").stdout == "empty: 0 triples, version 0\n"


def test_attributes_are_left_out_and_said_so() -> None:
    pytest.importorskip("pyoxigraph")
    Path("g.nt").write_text('<urn:km:x> <urn:km:r> <urn:km:y> .\n<urn:km:x> <urn:km:n> "v" .\n')
    done = run("add", "s", "g.nt")
    assert done.stdout == "s: 1 triples added, version 1\n"
    assert "1 attributes of g.nt left out" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "s"], "state a SOURCE"),
        (["history", "s", "a", "r"], "a triple is HEAD RELATION TAIL"),
        (["add", "g.tsv", "more.tsv"], "g.tsv: is not a graph store"),
        (["compact", "missing"], "missing: is not a graph store"),
        (["store", "create", "g.tsv"], "something of that name is there"),
    ],
)
def test_mistakes_are_said_in_a_line(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code in (1, 2)
    assert said in done.stderr
