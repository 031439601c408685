"""Rows of every system, and everything that can be wrong with them."""

import gzip
import json
import tracemalloc

import pytest

from km_data.records import Question
from km_eval.predictions.reading import PredictionsFile
from km_eval.profiles.loading import load_profiles
from km_eval.scoring import load_metrics
from km_eval.scoring_files import score_file
from km_graph.errors import DataError

PROFILES, METRICS = load_profiles(["all"]), load_metrics(["strict", "confidence"])
ROG = {"id": "1", "question": "q?", "prediction": "Paris\nRome", "ground_truth": ["Paris"]}


@pytest.fixture
def written(tmp_path):
    def write(*rows, name="predictions.jsonl"):
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        path = tmp_path / name
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    return write


def scored(path, questions=None, **options):
    file = PredictionsFile(path, **options)
    return score_file(file, questions, profiles=PROFILES, metrics=METRICS)


@pytest.mark.parametrize(
    ("row", "fmt", "answers", "raw"),
    [
        (ROG, "rog", ("Paris", "Rome"), "Paris\nRome"),
        ({**ROG, "prediction": ["Paris", ""]}, "rog", ("Paris", ""), ["Paris", ""]),
        (
            {**ROG, "prediction": ["Paris", "Rome"], "acc": 1.0, "hit": 1, "f1": 1.0},
            *("detailed", ("Paris", "Rome"), "Paris\nRome"),
        ),
        ({**ROG, "ground_truth_paths": ["a -> b"]}, "gcr", ("Paris", "Rome"), "Paris\nRome"),
        ({**ROG, "a_entity_in_graph": []}, "subgraphrag", ("Paris", "Rome"), "Paris\nRome"),
        ({"question": "q?", "results": "{Paris}"}, "tog", ("{Paris}",), "{Paris}"),
        ({"id": 7, "pred": "a|b", "label": "a|b"}, "g-retriever", ("a|b",), "a|b"),
        ({"id": "1", "answers": ["Paris"]}, "km", ("Paris",), ("Paris",)),
        (
            {"id": "1", "answers": ["Paris"], "completion": "So: Paris"},
            "km",
            ("Paris",),
            "So: Paris",
        ),
    ],
)
def test_reads_a_row(written, row, fmt, answers, raw):
    file = PredictionsFile(written(row))
    (case,) = file
    assert (fmt, answers, raw) == (*file.formats, case.prediction.answers, case.raw)


def test_reads_what_a_subgraphrag_row_says_of_the_graph(written):
    row = {**ROG, "a_entity_in_graph": ["Paris"], "scored_triplets": [["a", "r", "b", 0.5], 3]}
    (case,) = PredictionsFile(written(row))
    assert (case.answer_in_graph, case.retrieved) == (True, ("a", "b"))


def test_reads_packed_files(tmp_path):
    path = tmp_path / "predictions.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ROG).encode()))
    assert [case.question.answers for case in PredictionsFile(path)] == [("Paris",)]


def test_reads_one_json_list(written):
    path = written([{"question": "q?", "results": "{Paris}"}, 3], name="tog.json")
    file = PredictionsFile(path)
    assert [case.question.id for case in file] == ["q?", "line 2"]
    assert file.problems.counts == {"no id": 1, "unreadable": 1}


def test_rows_without_ids_are_matched_by_the_text_of_the_question(written):
    path = written({"question": "q?", "results": "{Paris}"})
    scores = scored(path, [Question("1", "q?", answers=("Paris",))])
    assert (scores.counts.n_scored, scores.counts.n_unknown) == (1, 0)
    assert scores.sections["tog"].numbers["exact_match"] == 1.0


def test_extraction_is_recorded_and_seen_by_every_profile(written):
    row = {**ROG, "prediction": "The answers are:\n1. Paris"}
    path = written(row)
    given, extracted = scored(path), scored(path, extract="lines")
    assert (given.extract, extracted.extract) == ("given", "lines")
    assert (given.sections["strict"].numbers["f1"], given.sections["rog"].numbers["f1"]) == (
        0,
        2 / 3,
    )
    assert (
        extracted.sections["strict"].numbers["f1"] == extracted.sections["rog"].numbers["f1"] == 1
    )


def test_nothing_to_extract_is_a_failure(written):
    scores = scored(written(ROG), extract="json")
    assert (scores.counts.n_failed, scores.problems["nothing to extract"]["count"]) == (1, 1)


@pytest.mark.parametrize(
    ("prediction", "found"),
    [
        (None, "found null"),
        (3, "found int"),
        (True, "found bool"),
        ({"a": 1}, "found dict"),
        ([["Paris"]], "found a list with list"),
        (["Paris", None], "found a list with NoneType"),
    ],
)
def test_a_prediction_of_another_kind_fails_and_is_listed(written, prediction, found):
    scores = scored(written(ROG, {**ROG, "id": "2", "prediction": prediction}))
    assert (scores.counts.n_expected, scores.counts.n_failed) == (2, 1)
    assert found in scores.problems["bad prediction"]["first"][0]
    assert scores.sections["strict"].numbers["hit"] == 0.5
    assert scores.sections["rog"].n == 1


def test_a_prediction_of_a_megabyte_is_scored(written):
    scores = scored(written({**ROG, "prediction": "Rome " * 200_000 + "Paris"}))
    assert (scores.counts.n_failed, scores.sections["rog"].numbers["hit"]) == (0, 1.0)


def test_a_cut_last_line_is_a_failure(written):
    scores = scored(written(ROG, json.dumps(ROG).encode()[:30]))
    assert (scores.counts.n_expected, scores.counts.n_failed) == (2, 1)
    assert scores.problems["unreadable"]["first"] == ["line 2: not a JSON object, or cut off"]


def test_a_cut_packed_file_is_refused(tmp_path):
    path = tmp_path / "predictions.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ROG).encode() * 100)[:-20])
    with pytest.raises(DataError):
        scored(path)


def test_lines_of_another_encoding_are_failures(written):
    latin = json.dumps({**ROG, "id": "2", "prediction": "Köln"}, ensure_ascii=False)
    scores = scored(written(ROG, latin.encode("latin-1"), {**ROG, "id": "3"}))
    assert (scores.counts.n_expected, scores.counts.n_failed) == (3, 1)
    assert scores.problems["unreadable"]["first"] == ["line 2: not UTF-8 text, or far too long"]


@pytest.mark.parametrize("line", [b"[1]", b"3", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000])
def test_a_line_that_is_no_object_is_a_failure(written, line):
    scores = scored(written(ROG, line))
    assert (scores.counts.n_failed, scores.problems["unreadable"]["count"]) == (1, 1)


def test_an_unreadable_row_leaves_its_question_without_a_prediction(written):
    asked = [Question("1", "q?", answers=("Paris",)), Question("2", "r?", answers=("Rome",))]
    counts = scored(written(ROG, b'{"id": "2", '), asked).counts
    assert (counts.n_expected, counts.n_missing, counts.n_unknown) == (2, 1, 0)


def test_duplicate_and_unknown_ids_are_counted_and_listed(written):
    asked = [Question("1", "q?", answers=("Paris",))]
    again = {**ROG, "prediction": "Rome"}
    scores = scored(written(ROG, again, {**ROG, "id": "9", "question": "other?"}), asked)
    counts = scores.counts
    assert (counts.n_duplicates, counts.duplicates, counts.n_unknown) == (1, ("1",), 1)
    assert (counts.unknown, scores.sections["strict"].numbers["hits_at_1"]) == (("9",), 1.0)


def test_duplicate_ids_are_counted_without_questions(written):
    counts = scored(written(ROG, ROG)).counts
    assert (counts.n_expected, counts.n_duplicates, counts.duplicates) == (1, 1, ("1",))


@pytest.mark.parametrize("named", [None, "", [], 1.5, True])
def test_a_row_without_a_usable_id_is_listed_and_scored(written, named):
    row = {**ROG, "id": named}
    scores = scored(written(row))
    assert (scores.counts.n_scored, scores.problems["no id"]["first"]) == (1, ["line 1"])


def test_gold_answers_that_are_empty_are_listed_and_refused_by_scripts_that_divide(written):
    scores = scored(written(ROG, {**ROG, "id": "2", "ground_truth": []}))
    assert scores.problems["no gold answers"]["count"] == 1
    assert (scores.sections["rog"].n, scores.sections["rog"].n_refused) == (1, 1)
    assert scores.sections["strict"].n == 2


def test_a_row_without_gold_answers_is_a_failure_not_an_unanswerable_question(written):
    bare = {"id": "2", "prediction": ""}
    scores = scored(written(ROG, bare))
    assert (scores.counts.n_failed, scores.sections["strict"].numbers["hit"]) == (1, 0.5)
    assert scores.problems["no gold answers known"]["first"] == ["2"]


@pytest.mark.parametrize("gold", [3, [1], [None], {"a": 1}])
def test_gold_answers_of_another_kind_are_listed(written, gold):
    scores = scored(written(ROG, {**ROG, "id": "2", "ground_truth": gold}))
    assert (scores.counts.n_failed, scores.problems["bad gold answers"]["count"]) == (1, 1)


def test_a_file_without_any_gold_answer_asks_for_questions(written):
    with pytest.raises(DataError, match="found none; give the questions with --questions"):
        scored(written({"id": "1", "answers": ["Paris"]}))


def test_a_file_of_which_nothing_can_be_read_says_so(tmp_path):
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(json.dumps(ROG).encode("utf-16"))
    with pytest.raises(DataError, match="found no row of a known format"):
        scored(path)


def test_scores_that_are_no_numbers_are_left_out_and_listed(written):
    path = written(b'{"id": "1", "answers": ["Paris"], "scores": [NaN]}')
    scores = scored(path, [Question("1", "q?", answers=("Paris",))])
    assert scores.problems["scores that are no numbers"]["first"] == ["line 1, 1"]
    assert (scores.overall.means["hits_at_1"], scores.calibration_error) == (1.0, None)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "1", "answers": None},
        {"id": "1", "answers": [["Paris"]]},
        {"id": 3, "answers": ["Paris"]},
        {"id": "1", "answers": ["Paris"], "colour": "red"},
        {"id": "1", "answers": ["Paris"], "evidence": [{}]},
        {"id": "1", "answers": ["Paris"], "relation_paths": ["/"]},
    ],
)
def test_a_row_of_ours_that_is_no_record_fails_and_is_listed(written, row):
    scores = scored(written(row), [Question("1", "q?", answers=("Paris",))])
    assert (scores.counts.n_failed, scores.problems["bad prediction"]["count"]) == (1, 1)


def test_an_unknown_row_says_which_keys_were_expected(written):
    scores = scored(written(ROG, {"id": "2", "output": "Paris"}))
    assert "no key 'answers', 'prediction'" in scores.problems["unknown format"]["first"][0]


def test_two_questions_of_one_id_are_refused(written):
    asked = [Question("1", "q?"), Question("1", "r?")]
    with pytest.raises(DataError, match="two questions have the id '1'"):
        scored(written(ROG), asked)


def test_an_empty_file_leaves_every_question_without_a_prediction(written):
    counts = scored(written(), [Question("1", "q?", answers=("Paris",))]).counts
    assert (counts.n_expected, counts.n_missing) == (1, 1)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(DataError, match="none"):
        scored(tmp_path / "none.jsonl")


def test_breaks_down_by_relation_and_number_of_answers(written, tmp_path):
    scores = scored(written(ROG, {**ROG, "id": "2", "ground_truth": ["Bonn", "Rome"]}))
    assert list(scores.breakdowns["per_answers"]) == ["1", "2-3"]
    assert list(scores.breakdowns["per_hop"]) == ["unknown"]


def test_memory_does_not_grow_with_the_file(written):
    def peak(n):
        rows = ({**ROG, "id": str(i), "input": "x" * 10_000} for i in range(n))
        path = written(*rows)
        profiles = load_profiles(["rog"])
        tracemalloc.start()
        score_file(PredictionsFile(path), profiles=profiles)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)  # imports and caches
    # The least part of what the file grows by: an id's hash and a few objects.
    assert peak(1_500) - peak(500) < 1_000 * 10_000 / 20
