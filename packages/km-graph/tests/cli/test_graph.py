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
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def walked(*args: str) -> list[str]:
    done = run("walk", *args, "--walker", "reference")
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def test_import_makes_a_graph_folder_that_verifies() -> None:
    assert found("graph", "import", "--source", "g.tsv", "--out", "g")["triples"] == 4
    assert run("graph", "verify", "g").stdout == "g: whole, 4 triples\n"


def test_verify_finds_damage() -> None:
    run("graph", "import", "--source", "g.tsv", "--out", "g")
    file = Path("g/graph.safetensors")
    file.write_bytes(file.read_bytes()[:-1] + b"\x07")
    done = run("graph", "verify", "g")
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)


def test_info_counts() -> None:
    info = found("graph", "info", "g.tsv")
    assert tuple(
        info[key] for key in ("entities", "relations", "triples", "components", "largest_component")
    ) == (4, 2, 4, 2, 3)
    assert info["degrees"][1:] == [{"low": 2, "high": 3, "entities": 4}]
    assert info["top_relations"][0] == {"relation": "r", "triples": 3}


def test_info_shows_tables() -> None:
    shown = run("graph", "info", "g.tsv").stdout
    assert "largest component" in shown
    assert "█" in shown


def test_show_gives_both_directions_and_self_loops_once() -> None:
    assert [
        list(triple.values()) for triple in found("graph", "show", "g.tsv", "c")["triples"]
    ] == [["a", "r", "c"], ["b", "s", "c"]]
    assert found("graph", "show", "g.tsv", "d")["all"] == 1


def test_show_says_when_there_is_more() -> None:
    assert (
        run("graph", "show", "g.tsv", "a", "--limit", "1").stderr == "1 more; --limit 0 shows all\n"
    )


def test_convert_goes_by_suffix() -> None:
    assert run("graph", "convert", "g.tsv", "g.csv").exit_code == 0
    assert found("graph", "info", "g.csv")["triples"] == 4


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
    assert done.exit_code == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_paths_are_arrows() -> None:
    assert walked("paths", "g.tsv", "a", "c") == ["a -> r -> c"]
    assert walked("paths", "g.tsv", "a", "c", "--simple") == [
        "a -> r -> b -> s -> c",
        "a -> r -> c",
    ]
    assert walked("paths", "g.tsv", "c", "a") == ["c <- r <- a"]


def test_paths_from_one_entity_are_all_simple_ones() -> None:
    assert len(walked("paths", "g.tsv", "a")) == 4


def test_a_limit_is_told() -> None:
    done = run("walk", "paths", "g.tsv", "a", "--limit", "1", "--walker", "reference")
    assert done.stderr == "there are more; raise --limit, 0 shows all\n"


def test_no_path_is_told() -> None:
    done = run("walk", "paths", "g.tsv", "a", "d", "--walker", "reference")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "no path\n")


def test_follow_gives_paths_as_json() -> None:
    paths = found("walk", "follow", "g.tsv", "c", "^s/^r", "--walker", "reference")
    assert paths == {
        "paths": [{"entities": ["c", "b", "a"], "relation_path": "^s/^r"}],
        "truncated": False,
    }


def test_random_walks_repeat_with_their_seed() -> None:
    assert walked("random", "g.tsv", "a", "--seed", "3") == walked(
        "random", "g.tsv", "a", "--seed", "3"
    )
    assert len(walked("random", "g.tsv", "a")) == 5


def test_neighborhood_is_nearest_first() -> None:
    near = found("walk", "neighborhood", "g.tsv", "c", "--walker", "reference")
    assert [(row["hops"], row["entity"]) for row in near] == [(0, "c"), (1, "a"), (1, "b")]
