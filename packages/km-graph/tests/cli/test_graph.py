import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.main import km

TRIPLES = "a\tr\tb\nb\ts\tc\na\tr\tc\nd\tr\td\n"


@pytest.fixture(autouse=True)
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("g.tsv").write_text(TRIPLES)


def run(*args: str) -> Result:
    return CliRunner().invoke(km, args)


def found(*args: str) -> Any:
    done = run(*args, "--json")
    assert 0 == done.exit_code, done.output
    return json.loads(done.stdout)


def walked(*args: str) -> list[str]:
    done = run("walk", *args, "--walker", "reference")
    assert 0 == done.exit_code, done.output
    return done.stdout.splitlines()


def test_import_makes_a_graph_folder_that_verifies() -> None:
    assert 4 == found("graph", "import", "--source", "g.tsv", "--out", "g")["triples"]
    assert "g: whole, 4 triples\n" == run("graph", "verify", "g").stdout


def test_verify_finds_damage() -> None:
    run("graph", "import", "--source", "g.tsv", "--out", "g")
    file = Path("g/graph.safetensors")
    file.write_bytes(file.read_bytes()[:-1] + b"\x07")
    done = run("graph", "verify", "g")
    assert (1, 1) == (done.exit_code, len(done.stderr.splitlines()))


def test_info_counts() -> None:
    info = found("graph", "info", "g.tsv")
    assert (4, 2, 4, 2, 3) == tuple(
        info[key]
        for key in ("entities", "relations", "triples", "components", "largest_component")
    )
    assert [{"low": 2, "high": 3, "entities": 4}] == info["degrees"][1:]
    assert {"relation": "r", "triples": 3} == info["top_relations"][0]


def test_info_shows_tables() -> None:
    shown = run("graph", "info", "g.tsv").stdout
    assert "largest component" in shown
    assert "█" in shown


def test_show_gives_both_directions_and_self_loops_once() -> None:
    assert [["a", "r", "c"], ["b", "s", "c"]] == [
        list(triple.values()) for triple in found("graph", "show", "g.tsv", "c")["triples"]
    ]
    assert 1 == found("graph", "show", "g.tsv", "d")["all"]


def test_show_says_when_there_is_more() -> None:
    assert "1 more; --limit 0 shows all\n" == run("graph", "show", "g.tsv", "a", "--limit", "1").stderr


def test_convert_goes_by_suffix() -> None:
    assert 0 == run("graph", "convert", "g.tsv", "g.csv").exit_code
    assert 4 == found("graph", "info", "g.csv")["triples"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("graph", "show", "g.tsv", "aa"), "entity 'aa' is not in the graph; did you mean 'a'?"),
        (("graph", "info", "absent.tsv"), "absent.tsv: no such file or graph folder"),
        (("walk", "follow", "g.tsv", "a", "q"), "relation 'q' is not in the graph"),
        (("walk", "follow", "g.tsv", "a", "r//"), "is not a relation path"),
        (("walk", "random", "g.tsv", "a", "--walker", "referense"), "did you mean 'reference'?"),
    ],
)
def test_wrong_names_are_one_sentence(args: tuple[str, ...], said: str) -> None:
    done = run(*args)
    assert 1 == done.exit_code
    assert said in done.stderr
    assert 1 == len(done.stderr.splitlines())


def test_paths_are_arrows() -> None:
    assert ["a -> r -> c"] == walked("paths", "g.tsv", "a", "c")
    assert ["a -> r -> b -> s -> c", "a -> r -> c"] == walked("paths", "g.tsv", "a", "c", "--simple")
    assert ["c -> ^r -> a"] == walked("paths", "g.tsv", "c", "a")


def test_paths_from_one_entity_are_all_simple_ones() -> None:
    assert 4 == len(walked("paths", "g.tsv", "a"))


def test_a_limit_is_told() -> None:
    done = run("walk", "paths", "g.tsv", "a", "--limit", "1", "--walker", "reference")
    assert "there are more; raise --limit, 0 shows all\n" == done.stderr


def test_no_path_is_told() -> None:
    done = run("walk", "paths", "g.tsv", "a", "d", "--walker", "reference")
    assert (0, "", "no path\n") == (done.exit_code, done.stdout, done.stderr)


def test_follow_gives_paths_as_json() -> None:
    paths = found("walk", "follow", "g.tsv", "c", "^s/^r", "--walker", "reference")
    assert {
        "paths": [{"entities": ["c", "b", "a"], "relation_path": "^s/^r"}],
        "truncated": False,
    } == paths


def test_random_walks_repeat_with_their_seed() -> None:
    assert walked("random", "g.tsv", "a", "--seed", "3") == walked("random", "g.tsv", "a", "--seed", "3")
    assert 5 == len(walked("random", "g.tsv", "a"))


def test_neighborhood_is_nearest_first() -> None:
    near = found("walk", "neighborhood", "g.tsv", "c", "--walker", "reference")
    assert [(0, "c"), (1, "a"), (1, "b")] == [(row["hops"], row["entity"]) for row in near]
