from pathlib import Path

import pytest
from pydantic import ValidationError

from km_data.graph_tasks.step import GRAPH_TASKS, GraphTasksOptions
from km_data.records import read_examples, read_questions
from km_graph.errors import ConfigError
from km_graph.plugins import PluginGroup
from km_graph.step import StepContext


def test_writes_questions_and_examples(tmp_path: Path) -> None:
    options = GraphTasksOptions(tasks=("edge_count", "cycle_check"), graphs=2)
    summary = GRAPH_TASKS.run(options, StepContext(tmp_path))
    assert summary == {"questions": 28, "per_task": {"edge_count": 14, "cycle_check": 14}}
    questions = list(read_questions(tmp_path / "questions.jsonl"))
    examples = list(read_examples(tmp_path / "examples.jsonl"))
    assert [question.text for question in questions] == [example.prompt for example in examples]
    assert examples[-1].completion == "No."
    assert examples[-1].id == "cycle_check/adjacency/path/zero_shot/0-1/graph-tasks"


def test_the_seed_is_that_of_the_run(tmp_path: Path) -> None:
    options = GraphTasksOptions(tasks=("edge_count",), generators=("er",), graphs=5)
    for seed in (0, 1):
        GRAPH_TASKS.run(options, StepContext(tmp_path / str(seed), seed=seed))
    texts = [(tmp_path / name / "questions.jsonl").read_text("utf-8") for name in ("0", "1")]
    assert texts[0] != texts[1]


def test_unknown_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean 'incident'"):
        GRAPH_TASKS.run(GraphTasksOptions(encoders=("incidence",)), StepContext(tmp_path))
    with pytest.raises(ValidationError):
        GraphTasksOptions(graphs=0)


def test_is_a_step_of_pipelines() -> None:
    assert PluginGroup("km.steps").load("data.graph-tasks") is GRAPH_TASKS
