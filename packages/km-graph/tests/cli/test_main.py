import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from km_graph.cli.graph import graph
from km_graph.cli.main import km
from km_graph.errors import ConfigError, DataError

BAD = """
[km.commands]
sound = toycommands:sound
absent = toycommands_absent:absent
number = toycommands:NUMBER
graph = toycommands:sound
"""
COMMANDS = '''
import logging

import click

from km_graph.errors import DataError

NUMBER = 3
RAISED = {
    "km": DataError("q.jsonl", "expected a question", line=3),
    "bug": ValueError("a bug"),
    "interrupt": KeyboardInterrupt(),
    "file": FileNotFoundError(2, "No such file or directory", "x.txt"),
}


@click.command()
@click.argument("what")
def sound(what):
    """Makes a sound."""
    logging.getLogger("toy").info("about to %s", what)
    logging.getLogger("toy").warning("look at %s", what)
    if what in RAISED:
        raise RAISED[what]
    click.echo(what)
'''


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution whose commands are good, broken, wrong and taken."""
    info = tmp_path / "toy_commands-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-commands\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text(BAD)
    (tmp_path / "toycommands.py").write_text(COMMANDS)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("toycommands", None)


def invoke(*args: str) -> Result:
    return CliRunner().invoke(km, args)


def python(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from km_graph.cli.main import km\n"
        "try: km(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*{'numpy', 'pydantic', 'torch', 'rich', 'yaml'} & set(sys.modules), file=sys.stderr)"
    )
    done = python("-c", code)
    assert done.stderr == "\n"
    assert "graph" in done.stdout


def test_the_script_runs() -> None:
    done = python("-m", "km_graph.cli", "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("km 0.")


def test_a_broken_command_says_why_and_hides_no_other(commands: Path) -> None:
    lines = " ".join(invoke("--help").stdout.split())
    assert "sound Makes a sound." in lines
    assert "absent [unusable] km.commands 'absent' of toy-commands 2.0 fails to import" in lines
    assert "number [unusable] km.commands 'number' of toy-commands 2.0: expected a click" in lines
    assert "graph [unusable] offered by km-graph" in lines
    assert "plugins Every plugin" in lines


@pytest.mark.parametrize("name", ["absent", "number", "graph"])
def test_an_unusable_command_is_one_sentence(commands: Path, name: str) -> None:
    done = invoke(name)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert "toy-commands 2.0" in done.stderr


def test_an_error_of_the_user_is_one_sentence(commands: Path) -> None:
    done = invoke("-q", "sound", "km")
    assert (done.exit_code, done.stderr) == (1, "q.jsonl:3: expected a question\n")


def test_a_traceback_comes_with_vv(commands: Path) -> None:
    done = invoke("-vv", "sound", "km")
    assert "Traceback (most recent call last)" in done.stderr
    assert done.stderr.endswith("\nq.jsonl:3: expected a question\n")


def test_a_bug_is_one_sentence(commands: Path) -> None:
    done = invoke("-q", "sound", "bug")
    assert done.exit_code == 1
    said = "unexpected ValueError: a bug; run again as km -vv … to see where, and please report it"
    assert f"{said}\n" == done.stderr


def test_a_file_that_cannot_be_opened_is_named(commands: Path) -> None:
    assert invoke("-q", "sound", "file").stderr == "x.txt: no such file or directory\n"


def test_an_interruption_is_one_line(commands: Path) -> None:
    done = invoke("-q", "sound", "interrupt")
    assert (done.exit_code, done.stderr) == (130, "interrupted\n")


def test_verbosity_chooses_what_is_logged(commands: Path) -> None:
    assert invoke("-q", "sound", "x").stderr == ""
    assert [line.partition("toy: ")[2] for line in logged()] == ["look at x"]
    assert len(logged("-v")) == 2


def logged(*options: str) -> list[str]:
    return invoke(*options, "sound", "x").stderr.splitlines()


def test_the_log_file_gets_json_lines(commands: Path, tmp_path: Path) -> None:
    invoke("--log-file", str(tmp_path / "log"), "sound", "x")
    rows = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [(row["level"], row["message"]) for row in rows] == [
        ("INFO", "about to x"),
        ("WARNING", "look at x"),
    ]


def test_a_log_file_that_cannot_be_written_is_told(commands: Path) -> None:
    done = invoke("--log-file", "/dev/null/log", "sound", "x")
    assert (done.exit_code, done.stderr.strip()[-25:]) == (1, "choose another --log-file")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("grpah",), "no command 'grpah'; did you mean 'graph'?"),
        (("graph", "inof"), "no command 'inof'; did you mean 'info'?"),
        (("zzzzz",), "no command 'zzzzz'"),
        (("run", "--forse", "x"), "--force"),
        (("graph", "info", "g", "-vv"), "belongs before the subcommand: km -v"),
    ],
)
def test_wrong_usage_suggests(args: tuple[str, ...], said: str) -> None:
    done = invoke(*args)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_command_of_a_package_that_is_absent_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("km_graph.plugins.entry_points", lambda group: [])
    done = invoke("train")
    assert done.exit_code == 2
    assert "no command 'train' is installed; pip install km-train" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    done = invoke("completion", shell)
    assert done.exit_code == 0
    assert f"_KM_COMPLETE={shell}_complete" in done.stdout


def test_completion_completes() -> None:
    items = graph.shell_complete(click.Context(graph), "in")
    assert [item.value for item in items] == ["info"]


def test_several_problems_stand_on_lines_of_their_own() -> None:
    @km.command("toy-problems")
    def toy() -> None:
        raise ConfigError("", ["a.yaml:1: x: one", "a.yaml:2: y: two"])

    done = invoke("toy-problems")
    km.commands.pop("toy-problems")
    assert done.stderr == "configuration: 2 problems\n  a.yaml:1: x: one\n  a.yaml:2: y: two\n"


def test_errors_of_a_package_keep_their_words() -> None:
    assert str(DataError("q.jsonl", "bad")) == "q.jsonl: bad"
