"""The pipelines that are shipped can run, and the one on files of one's own answers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from km_graph.pipeline import preview_pipeline

ROOT = Path(__file__).parent.parent
PIPELINES = sorted(
    path.relative_to(ROOT)
    for folder in ("examples", "packages")
    for path in (ROOT / folder).rglob("pipeline.yaml")
)


def km(*arguments, cwd):
    command = [sys.executable, "-m", "km_graph.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_every_shipped_pipeline_is_found():
    assert len(PIPELINES) == 3


@pytest.mark.parametrize("pipeline", PIPELINES, ids=str)
def test_shipped_pipeline_is_valid(pipeline, tmp_path):
    data = ROOT.parent / "shared" / "data" / "metaqa"
    if "metaqa" in str(pipeline) and not data.exists():
        pytest.skip("needs the MetaQA files in shared/data beside the checkout")
    report = preview_pipeline(ROOT / pipeline, run=tmp_path / "run")
    assert {step.status for step in report.steps} == {"pending"}


@pytest.mark.slow
def test_own_graph_answers_what_it_was_not_trained_on(tmp_path):
    made = km("run", ROOT / "examples/own-graph/pipeline.yaml", "--run", "books", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    question = "In which country was the author of Frankenstein born?"
    asked = km("ask", "--run", "books", "--json", question, cwd=tmp_path)
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["answers"] == ["United Kingdom"]


@pytest.mark.slow
def test_metaqa_reaches_the_ceiling_of_gold_paths(tmp_path):
    data = ROOT.parent / "shared" / "data" / "metaqa"
    if not data.exists():
        pytest.skip("needs the MetaQA files in shared/data beside the checkout")
    made = km("run", ROOT / "examples/metaqa/pipeline.yaml", "--run", "metaqa", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    report = json.loads((tmp_path / "metaqa" / "report" / "report.json").read_text("utf-8"))
    planner = report["systems"]["planner"]
    assert planner["overall"]["faithfulness"] == 1.0
    for hops, at_least in (("1", 0.970), ("2", 0.999), ("3", 0.995)):
        assert planner["per_hop"][hops]["hits_at_1"] >= at_least
