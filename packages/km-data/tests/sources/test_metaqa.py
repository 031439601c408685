import gzip
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from km_data.contracts import QUESTION_SOURCES, QuestionSource
from km_data.following import answers_along
from km_data.records import Question
from km_data.sources.metaqa import METAQA, relation_path_of
from km_data.sources.problems import Skipped
from km_data.testing import BadRecord, QuestionSourceContract
from km_graph.errors import ConfigError, DataError
from km_graph.opening import open_graph
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath

REAL = Path(__file__).parents[5] / "shared" / "data" / "metaqa"

QA = "1-hop/qa_dev.txt"
QTYPES = "1-hop/qa_dev_qtype.txt"
GOOD = {
    QA: "what does [Tom Cullen] act in\tWeekend\nwho wrote [Ali]\tJohn Doe|Jane Roe|John Doe\n",
    QTYPES: "actor_to_movie\nmovie_to_writer\n",
    "2-hop/vanilla/qa_train.txt": "who starred with [Tom Cullen]\tChris New\n",
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


class TestMetaQA(QuestionSourceContract):
    @pytest.fixture
    def source(self) -> QuestionSource:
        return QUESTION_SOURCES.load("metaqa")

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return write(tmp_path / "good", GOOD)

    @pytest.fixture
    def bad(self, tmp_path: Path) -> BadRecord:
        folder = write(tmp_path / "bad", GOOD | {QA: GOOD[QA].replace("[Ali]", "Ali")})
        return BadRecord(folder, folder / QA, 2)


def test_questions_are_read_with_topic_answers_and_path(tmp_path: Path) -> None:
    first, second, third = METAQA.read(write(tmp_path, GOOD))
    expected = Question(
        id="1-hop-dev-1",
        text="what does Tom Cullen act in",
        topics=("Tom Cullen",),
        answers=("Weekend",),
        mentions=((10, 20),),
        relation_paths=(RelationPath.parse("^starred_actors"),),
        hops=1,
        template=first.template,
    )
    assert expected == first
    assert second.answers == ("John Doe", "Jane Roe")
    assert (third.id, third.relation_paths) == ("2-hop-train-1", ())


def test_template_is_the_phrasing_without_the_topic(tmp_path: Path) -> None:
    asked = "what does [A] act in\tX\nwhat does [B b] act in\tX\nfilms of [B b]\tX\n"
    files = {QA: asked, QTYPES: "actor_to_movie\n" * 3}
    one, same, other = (question.template for question in METAQA.read(write(tmp_path, files)))
    assert one == same != other
    assert one is not None
    assert one.startswith("actor_to_movie#")


def test_gzip_is_read(tmp_path: Path) -> None:
    plain = list(METAQA.read(write(tmp_path / "plain", GOOD)))
    for name, text in GOOD.items():
        packed = tmp_path / "packed" / (name + ".gz")
        packed.parent.mkdir(parents=True, exist_ok=True)
        packed.write_bytes(gzip.compress(text.encode()))
    assert plain == list(METAQA.read(tmp_path / "packed"))


@pytest.mark.parametrize(
    ("qtype", "path"),
    [
        ("movie_to_director", "directed_by"),
        ("tag_to_movie", "^has_tags"),
        ("movie_to_imdbvotes", "has_imdb_votes"),
        ("actor_to_movie_to_year", "^starred_actors/release_year"),
        ("movie_to_writer_to_movie_to_genre", "written_by/^written_by/has_genre"),
    ],
)
def test_question_type_tells_the_relation_path(qtype: str, path: str) -> None:
    assert RelationPath.parse(path) == relation_path_of(qtype)


@pytest.mark.parametrize(
    ("files", "where", "message"),
    [
        ({QA: "who wrote Ali\tX\n"}, f"{QA}:1", "expected one topic in brackets, found 0"),
        ({QA: "[A] or [B]\tX\n"}, f"{QA}:1", "expected one topic in brackets, found 2"),
        ({QA: "who [A]\tX\nwho wrote [Ali]\n"}, f"{QA}:2", "expected a tab and answers"),
        ({QA: "who wrote [Ali]\t\n"}, f"{QA}:1", "expected a tab and answers"),
        ({QTYPES: "actor_to_movie\n"}, f"{QA}:2", "one line for each line of qa_dev_qtype.txt"),
        (
            {QTYPES: GOOD[QTYPES] + "movie_to_tags\n"},
            f"{QTYPES}:3",
            "one line for each line of qa_dev.txt",
        ),
        ({QTYPES: "actor_to_film\n" * 2}, f"{QTYPES}:1", "unknown question type 'actor_to_film'"),
        ({QTYPES: "movie\n" * 2}, f"{QTYPES}:1", "expected a question type of 1 hops"),
    ],
)
def test_bad_lines_are_named(
    tmp_path: Path, files: dict[str, str], where: str, message: str
) -> None:
    write(tmp_path, {**GOOD, **files})
    with pytest.raises(DataError, match=message) as caught:
        list(METAQA.read(tmp_path))
    assert str(caught.value).startswith(f"{tmp_path / where}: ")


def test_cut_gzip_is_named(tmp_path: Path) -> None:
    whole = gzip.compress(b"who wrote [Ali]\tX\n" * 1000)
    (tmp_path / "1-hop").mkdir()
    (tmp_path / f"{QA}.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="the gzip data ends too early"):
        list(METAQA.read(tmp_path))


def test_what_is_no_gzip_is_named(tmp_path: Path) -> None:
    write(tmp_path, {f"{QA}.gz": "who wrote [Ali]\tX\n"})
    with pytest.raises(DataError, match="expected gzip data"):
        list(METAQA.read(tmp_path))


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / QA).write_bytes(b"who wrote [Ali]\tX\nwho wrote [\xff]\tX\n")
    with pytest.raises(DataError, match=r"qa_dev\.txt:2: expected utf-8 text"):
        list(METAQA.read(tmp_path))


def test_bad_question_type_is_left_out_with_its_question(tmp_path: Path) -> None:
    write(tmp_path, GOOD | {QTYPES: "actor_to_film\nmovie_to_writer\n"})
    skipped = Skipped()
    first, _ = METAQA.read(tmp_path, skipped)
    assert ("1-hop-dev-2", "movie_to_writer") == (first.id, str(first.template).partition("#")[0])
    assert [f"{tmp_path / QTYPES}:1"] == [str(p).partition(": ")[0] for p in skipped.listed]


def test_question_types_stay_with_their_questions_where_a_line_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / QA).write_bytes(b"what does [\xff] act in\tX\nwho wrote [Ali]\tX\n")
    first, _ = METAQA.read(tmp_path, Skipped())
    assert ("1-hop-dev-2", "written_by") == (first.id, str(first.relation_paths[0]))


@pytest.mark.parametrize("name", ["1-hop/ntm/qa_dev.txt", "1-hop/ntm_qa_dev.txt"])
def test_paraphrases_are_read_where_asked(tmp_path: Path, name: str) -> None:
    paraphrased = "What has [Tom Cullen] done\tWeekend\nthe writer of [Ali]\tJohn Doe\n"
    folder = write(tmp_path, GOOD | {name: paraphrased})
    questions = list(replace(METAQA, phrasing="ntm").read(folder))
    assert [
        ("1-hop-dev-ntm-1", "What has Tom Cullen done", "^starred_actors"),
        ("1-hop-dev-ntm-2", "the writer of Ali", "written_by"),
    ] == [(q.id, q.text, str(q.relation_paths[0])) for q in questions]


def test_parts_are_read_where_asked(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    assert {"2-hop-train-1"} == {q.id for q in replace(METAQA, split="train").read(folder)}
    assert {"2-hop-train-1"} == {q.id for q in replace(METAQA, hops=2).read(folder)}


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"phrasing": "mtn"}, "option phrasing: expected vanilla, ntm, not 'mtn'"),
        ({"split": "tset"}, "option split: expected train, dev, test, not 'tset'"),
        ({"hops": 4}, "option hops: expected 1, 2, 3, not 4"),
    ],
)
def test_unknown_part_is_refused(option: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        replace(METAQA, **option)


def test_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no vanilla MetaQA questions here"):
        list(METAQA.read(tmp_path))


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the MetaQA files, which are not ours to ship")
def test_gold_paths_give_the_gold_answers_of_the_real_questions() -> None:
    graph = open_graph(REAL / "kb.txt.gz", format="metaqa")
    questions = list(METAQA.read(REAL))
    assert len(questions) == 39_138
    exact: dict[int, list[bool]] = {1: [], 2: [], 3: []}
    some = questions[::97]
    pairs = [(question.topics[0], question.relation_paths[0]) for question in some]
    for question, found in zip(
        some, answers_along(graph, pairs, walker=ReferenceWalker()), strict=True
    ):
        assert question.hops is not None
        exact[question.hops].append(set(found) == set(question.answers))
    assert 0.9 < sum(exact[1]) / len(exact[1]) < 1
    assert all(exact[2])
    assert all(exact[3])


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the MetaQA files, which are not ours to ship")
def test_paraphrases_ask_the_same_in_the_real_data() -> None:
    vanilla = replace(METAQA, split="dev", hops=1).read(REAL)
    ntm = replace(METAQA, phrasing="ntm").read(REAL)
    pairs = list(zip(vanilla, ntm, strict=True))
    assert len(pairs) == 9992
    assert all(
        (one.topics, one.answers, one.relation_paths)
        == (other.topics, other.answers, other.relation_paths)
        for one, other in pairs
    )
    assert sum(one.text != other.text for one, other in pairs) == 8910
