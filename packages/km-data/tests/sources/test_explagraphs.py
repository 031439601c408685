from pathlib import Path

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.explagraphs import EXPLAGRAPHS
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import DataError
from km_graph.graph import Triple

REAL = Path(__file__).parents[5] / "shared" / "data" / "expla_graphs" / "train_dev.tsv.gz"

HEADER = "arg1\targ2\tlabel\tgraph\n"
ROW = "Trains are good.\tTrains are slow.\tcounter\t(trains; is a; vehicle)(vehicle; has; speed)\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


class TestExplaGraphs(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("explagraphs")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write(tmp_path / "dev.tsv", HEADER + ROW * 2)

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = write(tmp_path / "bad.tsv", HEADER + ROW + "one\ttwo\n")
        return BadRecord(file, file, 3)


def test_row_asks_whether_arguments_agree(tmp_path: Path) -> None:
    (question,) = EXPLAGRAPHS.read(write(tmp_path / "dev.tsv", HEADER + ROW))
    assert question == Question(
        id="dev-2",
        text="Argument 1: Trains are good.\nArgument 2: Trains are slow.\n"
        "Do argument 1 and argument 2 support or counter each other?",
        answers=("counter",),
        triples=(Triple("trains", "is a", "vehicle"), Triple("vehicle", "has", "speed")),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("arg1\tlabel\tgraph\n", "dev.tsv:1: expected the columns .* 'arg2' is missing"),
        (f"{HEADER}a\tb\tperhaps\t(a; b; c)\n", "dev.tsv:2: expected support or counter as label"),
        (f"{HEADER}a\tb\tsupport\ta; b; c\n", "dev.tsv:2: expected .* as graph, found 'a; b; c'"),
        (f"{HEADER}a\tb\tsupport\t(a; b)\n", "dev.tsv:2: expected head; relation; tail, found"),
        (f"{HEADER}a\tb\tsupport\t(a; ; c)\n", "dev.tsv:2: a label is blank"),
        (f"{HEADER}a\tb\n", "dev.tsv:2: expected 4 fields, found 2"),
    ],
)
def test_bad_row_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        list(EXPLAGRAPHS.read(write(tmp_path / "dev.tsv", text)))


@pytest.mark.skipif(not REAL.is_file(), reason="needs ExplaGraphs, which is not ours to ship")
def test_real_rows_are_read() -> None:
    questions = list(EXPLAGRAPHS.read(REAL))
    assert len(questions) == 2766
    assert sum(question.answers == ("support",) for question in questions) == 1534
    assert sum(len(question.triples) for question in questions) == 11_745
