import sys

import pytest

from km_graph import progress_bars
from km_graph.progress_bars import BarProgress, LineProgress
from km_graph.terminal import cell_text, print_table


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock on which every look is a second later."""
    ticks = iter(range(10_000))
    monkeypatch.setattr(progress_bars.time, "monotonic", lambda: float(next(ticks)))


def test_lines_come_every_tenth(patient: None, capsys: pytest.CaptureFixture[str]) -> None:
    with LineProgress().task("counting", 1000) as advance:
        for _ in range(1000):
            advance(1)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "counting: 100 of 1,000 (10 %)"
    assert len(lines) == 10
    assert lines[-1].startswith("counting: 1,000 in ")


def test_short_work_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    with LineProgress().task("counting", 10) as advance:
        advance(10)
    assert capsys.readouterr().err == ""


def test_bars_count_everything(patient: None) -> None:
    bars = BarProgress()
    with bars.task("outer", 2), bars.task("inner") as advance:
        for _ in range(7):
            advance(1)
        assert sum(task.completed for task in bars.bars.tasks) == 7
    assert bars.bars.tasks == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (None, "–"),
        (12345, "12,345"),
        (0.97312, "0.9731"),
        (1234.56, "1,234.6"),
        ([1, 2], "1, 2"),
        ("[bold]", "[bold]"),
    ],
)
def test_values_read_well(value: object, text: str) -> None:
    assert text == cell_text(value)


def test_tables_keep_labels_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("entity",), [("[red]x[/red] :smile:",)])
    assert "[red]x[/red] :smile:" in capsys.readouterr().out
    assert not sys.stdout.isatty()
