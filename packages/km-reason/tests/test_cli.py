import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from km_data.prompts import planning_prompt
from km_data.records import Question
from km_graph.cli.main import km
from km_reason.contracts import Completion
from km_reason.models.replay import record_completions
from km_reason.testing import film_questions


@pytest.fixture
def completions(tmp_path: Path) -> Path:
    """What a model might have written for a few questions."""
    file = tmp_path / "completions.jsonl"
    topics = {"Heat": "directed_by", "Al Pacino": "^starred_actors"}
    asked = [(f"who made {topic}?", topic, path) for topic, path in topics.items()]
    asked.append(("who produced Heat?", "Heat", "produced_by"))
    record_completions(
        file,
        [
            planning_prompt(Question("", text, (topic,)), mask_topics=True)
            for text, topic, _ in asked[::2]
        ],
        [[Completion(f"<PATH>{path}</PATH>")] for _, _, path in asked[::2]],
    )
    return file


def ask(question: str, *options: object) -> Result:
    return CliRunner().invoke(km, ["ask", question, *map(str, options)])


def test_prints_the_answer_and_its_evidence(graph_file: Path, completions: Path) -> None:
    result = ask("who made Heat?", "--graph", graph_file, "--completions", completions)
    assert result.exit_code == 0, result.output
    assert result.stdout == "Michael Mann\n  Heat -> directed_by -> Michael Mann\n"


def test_says_that_the_graph_does_not_say(graph_file: Path, completions: Path) -> None:
    result = ask("who produced Heat?", "--graph", graph_file, "--completions", completions)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("The graph does not say")


def test_prints_json(graph_file: Path, completions: Path) -> None:
    result = ask("who made Heat?", "--graph", graph_file, "--completions", completions, "--json")
    shown = json.loads(result.stdout)
    assert shown["answers"] == ["Michael Mann"]
    assert shown["topics"] == ["Heat"]
    assert shown["evidence"][0]["relation_path"] == "directed_by"


def test_topic_can_be_named(graph_file: Path) -> None:
    options = ("--graph", graph_file, "--reasoner", "retrieve-only", "--max-answers", 1)
    result = ask("who made it?", *options, "--topic", "Insider, The")
    assert result.exit_code == 0, result.output
    assert "Insider, The" in result.stdout


def test_question_without_a_topic_suggests_near_names(graph_file: Path) -> None:
    result = ask("who directed Heet?", "--graph", graph_file)
    assert result.exit_code == 1
    said = "no entity of the graph is recognised in 'who directed Heet?'; "
    assert said + "name one with --topic, perhaps 'Heat'\n" == result.stderr


def test_unknown_topic_suggests_near_names(graph_file: Path) -> None:
    result = ask("who directed it?", "--graph", graph_file, "--topic", "Heet")
    assert result.exit_code == 1
    assert result.stderr == "entity 'Heet' is not in the graph; did you mean 'Heat'?\n"


def test_empty_question(graph_file: Path) -> None:
    result = ask(" ", "--graph", graph_file)
    assert result.stderr == "the question is empty; ask something in words\n"


def test_needs_a_graph() -> None:
    result = ask("who?")
    assert result.exit_code == 2
    assert "give --run or --graph" in result.stderr


def test_missing_run_folder(tmp_path: Path) -> None:
    result = ask("who?", "--run", tmp_path / "none")
    assert result.exit_code == 1
    assert "no such run folder; km run PIPELINE makes one" in result.stderr


def test_reason_answer_is_the_step(tmp_path: Path, graph_file: Path, questions_file: Path) -> None:
    out = tmp_path / "out"
    arguments = ["reason", "answer", "--graph", graph_file, "--questions", questions_file,
                 "--planner", "oracle", "--out", out, "--json"]  # fmt: skip
    result = CliRunner().invoke(km, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    assert len(film_questions()) == json.loads(result.stdout)["answered"]
    assert (out / "predictions.jsonl").is_file()


def test_module_imports_nothing_heavy() -> None:
    code = (
        "import sys, km_reason.cli\n"
        "print([m for m in ('numpy', 'pydantic', 'torch', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
