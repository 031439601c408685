from pathlib import Path

import pytest
from click.testing import CliRunner

from km_eval.graphqa.command import leaderboard
from km_eval.graphqa.leaderboard import (
    Entry,
    leaderboard_markdown,
    read_leaderboard,
    write_leaderboard,
)
from km_graph.errors import DataError

WEAK = Entry("weak", "2026-11-01", "1-ab", {"world-hops": 0.25, "graph-tasks": 0.5})
STRONG = Entry(
    "strong|er",
    "2026-11-02",
    "1-ab",
    {"world-hops": 0.75, "graph-tasks": 0.5, "world-hops/plain": 1.0},
    {"world-hops": (0.7, 0.8)},
)
TABLE = """\
### GraphQA 1-ab

| system | date | world-hops | graph-tasks | mean |
| --- | --- | ---: | ---: | ---: |
| strong\\|er | 2026-11-02 | 75.0 (70.0–80.0) | 50.0 | 62.5 |
| weak | 2026-11-01 | 25.0 | 50.0 | 37.5 |
"""


def test_entries_round_trip_best_first(tmp_path: Path) -> None:
    write_leaderboard(tmp_path / "board.jsonl", [WEAK, STRONG])
    assert [STRONG, WEAK] == read_leaderboard(tmp_path / "board.jsonl")


def test_a_later_entry_replaces_an_earlier_one(tmp_path: Path) -> None:
    again = Entry("weak", "2026-11-09", "1-ab", {"world-hops": 0.5})
    other = Entry("weak", "2026-11-09", "2-cd", {"world-hops": 0.5})
    write_leaderboard(tmp_path / "board.jsonl", [WEAK, again, other])
    assert [again, other] == read_leaderboard(tmp_path / "board.jsonl")


def test_is_shown_as_a_table() -> None:
    assert leaderboard_markdown([WEAK, STRONG]) == TABLE


def test_versions_have_tables_of_their_own() -> None:
    other = Entry("weak", "", "2-cd", {"world-hops": 0.5})
    assert leaderboard_markdown([other, WEAK]).count("### GraphQA") == 2


def test_a_set_that_was_not_scored_is_left_blank() -> None:
    assert "| x |  |  | 50.0 | 50.0 |" in leaderboard_markdown(
        [STRONG, Entry("x", "", "1-ab", {"graph-tasks": 0.5})]
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"system": "x"}', "no 'date'"),
        ('{"system": 1, "date": "", "version": "1", "scores": {}}', "expected texts"),
        ('{"system": "", "date": "", "version": "1", "scores": {"a": NaN}}', "from 0 to 1"),
        ('{"system": "", "date": "", "version": "1", "scores": {"a": 85.6}}', "from 0 to 1"),
        ('{"system": "", "date": "", "version": "1", "scores": []}', "bad leaderboard entry"),
    ],
)
def test_a_bad_entry_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "board.jsonl").write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=message) as caught:
        read_leaderboard(tmp_path / "board.jsonl")
    assert caught.value.line == 2


def test_command_merges_files(tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl", "all.jsonl")]
    write_leaderboard(files[0], [WEAK])
    write_leaderboard(files[1], [STRONG])
    found = CliRunner().invoke(leaderboard, [*files[:2], "--write", files[2]])
    assert (0, TABLE + "\n") == (found.exit_code, found.output)
    assert [STRONG, WEAK] == read_leaderboard(files[2])
