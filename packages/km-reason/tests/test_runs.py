from pathlib import Path

import pytest

from km_graph.errors import DataError
from km_graph.files import write_json
from km_reason.runs import options_of_run


def run_folder(folder: Path, *steps: dict[str, object], made: tuple[str, ...] = ()) -> Path:
    write_json(folder / "run.json", {"steps": list(steps)})
    for name in made or [str(step["name"]) for step in steps]:
        (folder / name).mkdir(exist_ok=True)
    return folder


GRAPH = {"name": "world", "use": "graph.import"}
TRAIN = {"name": "train", "use": "train.run"}
ANSWER = {
    "name": "answer",
    "use": "reason.answer",
    "options": {
        "graph": "@world",
        "adapter": "@train",
        "planner": "lm",
        "beams": 7,
        "completions": None,
        "questions": "@split/test.jsonl",
        "timing": False,
    },
}


def test_takes_the_options_of_the_answering_step(tmp_path: Path) -> None:
    run = run_folder(tmp_path, GRAPH, TRAIN, ANSWER)
    expected = {"graph": run / "world", "adapter": run / "train", "planner": "lm", "beams": 7,
                "completions": None}  # fmt: skip
    assert expected == options_of_run(run)


def test_passes_over_answers_without_the_trained_model(tmp_path: Path) -> None:
    before = {"name": "before", "use": "reason.answer", "options": {"model": "tiny"}}
    oracle = ANSWER | {"name": "oracle", "options": {"adapter": "@train", "planner": "oracle"}}
    run = run_folder(tmp_path, GRAPH, TRAIN, ANSWER, before, oracle)
    assert options_of_run(run)["beams"] == 7


def test_finds_graph_and_adapter_where_nothing_was_answered(tmp_path: Path) -> None:
    run = run_folder(tmp_path, GRAPH, TRAIN, ANSWER, made=("world", "train"))
    assert {"graph": run / "world", "adapter": run / "train"} == options_of_run(run)


def test_run_that_did_not_get_to_training(tmp_path: Path) -> None:
    run = run_folder(tmp_path, GRAPH, TRAIN, made=("world",))
    with pytest.raises(DataError, match=r"holds no finished step that uses train\.run"):
        options_of_run(run)


def test_missing_run_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such run folder; km run PIPELINE makes one"):
        options_of_run(tmp_path / "none")


def test_folder_that_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"found no run\.json"):
        options_of_run(tmp_path)


def test_run_folder_of_a_training(tmp_path: Path) -> None:
    write_json(tmp_path / "run.json", {"model": {}, "steps": 300})
    with pytest.raises(DataError, match="expected the record of a pipeline"):
        options_of_run(tmp_path)
