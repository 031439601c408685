import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from km_train.cli import train as group


@pytest.fixture
def invoke():
    return lambda *words: CliRunner().invoke(group, list(words))


@pytest.fixture
def config(tmp_path, options):
    path = tmp_path / "train.yaml"
    path.write_text(
        f"model: tiny\nexamples: {options().examples}\n"
        "adapter: {rank: 4, alpha: 4}\ntrain: {epochs: 1, batch: 6}\n"
    )
    return path


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from click.testing import CliRunner; from km_train.cli import train;"
        "said = CliRunner().invoke(train, ['--help']).output; assert 'check' in said;"
        "print(sorted({'torch', 'numpy', 'pydantic', 'transformers'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == found.stdout.strip()


def test_check_counts_tokens(invoke, config):
    result = invoke("check", "--config", str(config), "--json")
    assert 12 == json.loads(result.output)["rows"]


def test_check_lists_overlong_rows(invoke, config):
    result = invoke("check", "--config", str(config), "--set", "train.max_tokens=19")
    assert "longer than max_tokens 19: time_zone/0" in result.output


def test_check_takes_flags_alone(invoke, options):
    assert 0 == invoke("check", "--examples", str(options().examples)).exit_code


def test_check_tells_unknown_keys_with_file_and_line(invoke, config):
    config.write_text(config.read_text() + "mthod: sft\n")
    result = invoke("check", "--config", str(config))
    assert 1 == result.exit_code
    assert "train.yaml:5: mthod" in result.output
    assert "did you mean 'method'" in result.output


def test_show_marks_what_is_trained(invoke, config):
    result = invoke("show", "--config", str(config), "--rows", "1")
    assert "⟦<PATH>capital</PATH></s>⟧" in result.output


def test_run_takes_its_options_from_a_file(invoke, config, tmp_path):
    result = invoke("run", "--config", str(config), "--out", str(tmp_path / "made"), "--json")
    assert 0 == result.exit_code, result.output
    account = json.loads((tmp_path / "made" / "run.json").read_text())
    assert (4, 2) == (account["options"]["adapter"]["rank"], account["steps"])


def test_flag_wins_over_file(invoke, config, tmp_path):
    out = tmp_path / "made"
    schedule = "{epochs: 2, batch: 6}"
    invoke("run", "--config", str(config), "--train", schedule, "--out", str(out))
    assert 4 == json.loads((out / "run.json").read_text())["steps"]
