from collections import defaultdict
from pathlib import Path

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.records import Question
from km_data.sources.pathquestion import PATHQUESTION
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import DataError
from km_graph.opening import read_triples
from km_graph.relation_path import RelationPath

REAL = Path(__file__).parents[5] / "shared" / "data" / "pathquestion"

GOOD = (
    "which nationality is ada_b 's couple ?\tuk(uk/france/)\t"
    "ada_b#spouse#john#nationality#uk#<end>#uk\n"
    "the parent of ada_b 's son ?\tx_(jr)(x_(jr)/)\tada_b#children#y#parents#x_(jr)\n"
)


class TestPathQuestion(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("pathquestion")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        (tmp_path / "good").mkdir()
        (tmp_path / "good" / "PQ-2H.txt").write_text(GOOD, "utf-8")
        (tmp_path / "good" / "PQL-2H.txt").write_text(GOOD, "utf-8")
        (tmp_path / "good" / "2H-kb.txt").write_text("ada_b\tspouse\tjohn\n", "utf-8")
        return tmp_path / "good"

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        file = tmp_path / "PQ-bad.txt"
        file.write_text(f"{GOOD}why?\tbecause(because/)\n", "utf-8")
        return BadRecord(file, file, 3)


def test_line_is_a_question_with_its_gold_path(tmp_path: Path) -> None:
    (tmp_path / "PQ-2H.txt").write_text(GOOD, "utf-8")
    first, second = PATHQUESTION.read(tmp_path / "PQ-2H.txt")
    assert first == Question(
        id="PQ-2H-1",
        text="which nationality is ada_b 's couple ?",
        topics=("ada_b",),
        answers=("uk", "france"),
        mentions=((21, 26),),
        relation_paths=(RelationPath.parse("spouse/nationality"),),
        hops=2,
        template=first.template,
    )
    assert second.answers == ("x_(jr)",)


def test_phrasings_of_one_relation_path_differ(tmp_path: Path) -> None:
    gold = "\tuk(uk/)\tada#spouse#jo#nationality#uk"
    lines = [f"nation of ada 's wife ?{gold}\n", f"ada 's wife 's nation ?{gold}\n"]
    (tmp_path / "PQ.txt").write_text("".join([*lines, lines[0].replace("ada", "eve")]), "utf-8")
    one, other, same = (question.template for question in PATHQUESTION.read(tmp_path / "PQ.txt"))
    assert one == same != other


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("who?\tuk(uk/)", "expected a question, answers and a path between tabs, found 2 fields"),
        ("who?\tuk(uk/)\ta#r#uk\tmore", "found 4 fields"),
        ("who?\tuk(uk/)\ta#r", "expected topic#relation#…#answer, found 'a#r'"),
        ("who?\tuk(uk/)\ta##uk", "expected topic#relation#…#answer"),
        ("who?\tuk\ta#r#uk", r"expected uk\(…/\) as the answers"),
        ("who?\tfrance(france/)\ta#r#uk", r"expected uk\(…/\) as the answers"),
        ("who?\tuk(/)\ta#r#uk", "expected at least one answer, found none"),
        (" \tuk(uk/)\ta#r#uk", "a question is blank"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "PQ.txt").write_text(line, "utf-8")
    with pytest.raises(DataError, match=rf"PQ\.txt:1: .*{message}"):
        list(PATHQUESTION.read(tmp_path / "PQ.txt"))


def test_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no PathQuestion file here"):
        list(PATHQUESTION.read(tmp_path))


@pytest.mark.skipif(not REAL.is_dir(), reason="needs PathQuestion, which is not ours to ship")
def test_gold_paths_lead_to_the_answers_in_the_real_data() -> None:
    questions = list(PATHQUESTION.read(REAL))
    assert len(questions) == 1908 + 5198
    edges = defaultdict(set)
    for triple in read_triples(REAL / "2H-kb.txt.gz", format="tsv"):
        edges[triple[0], triple[1]].add(triple[2])
    for question in questions[:1908]:
        found = set(question.topics)
        for relation, _ in question.relation_paths[0]:  # walked back to the topic, too
            found = set().union(*(edges[entity, relation] for entity in found))
        assert set(question.answers) == found
