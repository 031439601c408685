from pathlib import Path

import pytest

from km_graph.errors import ConfigError
from km_graph.pipeline.plan import read_plan


def problems(pipeline: Path, old: str, new: str, *overrides: str) -> list[str]:
    text = pipeline.read_text()
    assert old in text
    pipeline.write_text(text.replace(old, new, 1))
    with pytest.raises(ConfigError) as caught:
        read_plan(pipeline, overrides=overrides)
    return [problem.replace(f"{pipeline.parent}/", "") for problem in caught.value.problems]


def test_a_plan_has_every_step_with_checked_options(pipeline: Path) -> None:
    plan = read_plan(pipeline)
    assert plan.names() == ["first", "second", "numbers"]
    assert pipeline.parent / "in.txt" == plan.steps[0].options.source
    assert {"first"} == plan.steps[1].needs


def test_the_run_folder_is_relative_to_the_current_one(pipeline: Path) -> None:
    assert Path("runs/demo") == read_plan(pipeline).folder
    assert Path("x") == read_plan(pipeline, overrides=["run=x"]).folder
    assert Path("y") == read_plan(pipeline, overrides=["run=x"], run="y").folder


def test_set_addresses_options_by_the_name_of_the_step(pipeline: Path) -> None:
    plan = read_plan(pipeline, overrides=["steps.numbers.upto=3", "steps.0.with.times=2"])
    assert (plan.steps[0].options.times, plan.steps[2].options.upto) == (2, 3)


def test_set_takes_an_earlier_output_unquoted(pipeline: Path) -> None:
    plan = read_plan(pipeline, overrides=["steps.second.source=@first"])
    assert Path("@first") == plan.steps[1].options.source


def test_a_variable_that_is_the_whole_value_keeps_its_type(pipeline: Path) -> None:
    plan = read_plan(pipeline, overrides=["vars.n=4", "steps.numbers.upto=${n}"])
    assert plan.steps[2].options.upto == 4


def test_doubled_dollar_stands_for_itself(pipeline: Path) -> None:
    plan = read_plan(pipeline, overrides=["steps.first.text=$${file}"])
    assert plan.steps[0].options.text == "${file}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("text:", "txet:", "p.yaml:7: steps.first.txet: unknown key (did you mean 'text'?)"),
        ("seed: 7", "sed: 7", "p.yaml:2: sed: unknown key (did you mean 'seed'?)"),
        (
            "toy.count",
            "toy.cuont",
            (
                "p.yaml:13: steps.numbers.use: no plugin 'toy.cuont' in "
                "km.steps; did you mean 'toy.count', 'toy.once', 'toy.copy'?"
            ),
        ),
        (
            "@first/",
            "@frist/",
            ("p.yaml:11: steps.second.source: no step is called 'frist' (did you mean '@first'?)"),
        ),
        (
            "@first/",
            "@numbers/",
            (
                "p.yaml:11: steps.second.source: @numbers is not an earlier step;"
                " a step reads only what ran before it"
            ),
        ),
        (
            "@first/copy.txt",
            "@first/../x",
            ("p.yaml:11: steps.second.source: expected a file inside the output of 'first'"),
        ),
        (
            "${file}",
            "${flie}",
            ("p.yaml:7: steps.first: ${flie} is not among vars (did you mean '${file}'?)"),
        ),
        (
            "${file}.txt",
            "absent.txt",
            ("p.yaml:7: steps.first.source: no such file or folder: absent.txt"),
        ),
        ("name: second", "name: first", "p.yaml:8: steps.first.name: two steps are called so"),
        (
            "name: second",
            "name: .second",
            (
                "p.yaml:8: steps..second.name: expected pattern "
                "'^[A-Za-z0-9][A-Za-z0-9_-]*$', found '.second'"
            ),
        ),
        (
            '    with:\n      source: "@first/copy.txt"\n',
            "",
            "p.yaml:8: steps.second.source: expected a value, but it is not given",
        ),
    ],
)
def test_a_wrong_file_is_told_with_line_and_key(
    pipeline: Path, old: str, new: str, said: str
) -> None:
    assert [said] == problems(pipeline, old, new)


def test_all_problems_are_told_at_once(pipeline: Path) -> None:
    told = problems(pipeline, "seed: 7", "seed: x", "steps.first.times=x", "steps.numbers.use=no")
    assert len(told) == 3


def test_a_step_that_fails_to_import_is_told_with_its_package(pipeline: Path) -> None:
    (told,) = problems(pipeline, "toy.count", "toy.broken")
    assert told.startswith(
        "p.yaml:13: steps.numbers.use: km.steps 'toy.broken' of toy-steps 1.0 fails to import: "
        "ModuleNotFoundError"
    )


def test_a_plugin_that_is_no_step_is_told(pipeline: Path) -> None:
    (told,) = problems(pipeline, "toy.count", "toy.number")
    assert "expected a Step at toysteps:NOT_A_STEP, found int" in told


def test_a_step_without_options_may_leave_out_with(pipeline: Path) -> None:
    assert read_plan(pipeline).steps[2].options.upto == 5


def test_a_file_that_is_a_list_is_told(toys: Path) -> None:
    (toys / "p.yaml").write_text("- a\n")
    with pytest.raises(ConfigError, match=r"p\.yaml:1: the file: expected keys and values"):
        read_plan(toys / "p.yaml")
