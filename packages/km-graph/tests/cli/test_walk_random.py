"""``km walk random`` and its rules."""

import json

import pytest
from click.testing import CliRunner

from km_graph.cli.main import km

FILMS = "m1\tdirected_by\tann\nm2\tdirected_by\tann\nm1\tstarred\tbo\nm2\tstarred\tcy\n"


@pytest.fixture(autouse=True)
def graph(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "films.tsv").write_text(FILMS)


def run(*arguments):
    return CliRunner().invoke(km, ["walk", "random", "films.tsv", *arguments])


def paths(*arguments):
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["paths"]


def test_walks_start_from_the_entities_named_or_from_all():
    assert [path["entities"][0] for path in paths("ann", "bo", "--walks", "1")] == ["ann", "bo"]
    starts = [path["entities"][0] for path in paths("--all", "--walks", "1")]
    assert starts == ["ann", "bo", "cy", "m1", "m2"]


@pytest.mark.parametrize("arguments", [(), ("ann", "--all")])
def test_asks_for_entities_or_all(arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert "--all" in done.stderr


def test_a_metapath_is_followed():
    found = paths("bo", "--metapath", "^starred/directed_by/^directed_by", "--hops", "3")
    assert {path["relation_path"] for path in found} == {"^starred/directed_by/^directed_by"}


def test_a_walk_need_not_turn_back():
    found = paths("bo", "--no-backtrack", "--hops", "9")
    assert {tuple(path["entities"]) for path in found} == {("bo", "m1", "ann", "m2", "cy")}


def test_a_restart_begins_again():
    found = paths("bo", "--restart", "0.5", "--hops", "20", "--walks", "1")
    assert len(found) > 5
    assert {path["entities"][0] for path in found} == {"bo"}


def test_p_and_q_change_walks():
    plain = paths("ann", "--hops", "20")
    assert plain != paths("ann", "--hops", "20", "--p", "0.01")
    back = paths("ann", "--hops", "20", "--p", "1e-9")
    assert all(len(set(path["entities"])) == 2 for path in back)


@pytest.mark.parametrize("option", [("--p", "0"), ("--q", "-1"), ("--restart", "1.5")])
def test_refuses_factors_that_make_no_sense(option):
    assert run("ann", *option).exit_code == 2
