import pytest

from km_data.records import read_questions
from km_eval.demo.running import ASKED, PIPELINE, run_demo
from km_graph.errors import ConfigError, PluginError
from km_graph.pipeline.plan import read_plan


def plan():
    try:
        return read_plan(PIPELINE)
    except (ConfigError, PluginError) as error:
        if "no plugin" in str(error):
            pytest.skip(f"the demo needs all packages: {error}")
        raise


def test_the_pipeline_file_is_right():
    assert plan().names()[0] == "graph"


def test_what_is_asked_comes_without_topics():
    assert [question.topics for question in read_questions(ASKED)] == [(), ()]


@pytest.mark.slow
def test_the_demo_answers(tmp_path):
    plan()
    report = run_demo(tmp_path / "demo", seed=7).report
    assert report["after"]["hits_at_1"] >= 0.90
    assert report["after"]["hits_at_1"] - report["before"]["hits_at_1"] >= 0.5
    assert report["after"]["faithfulness"] == 1.0
