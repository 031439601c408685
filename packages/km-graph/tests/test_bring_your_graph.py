"""The page on bringing a graph: its commands run as they stand there."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "bring-your-graph.md"
pytestmark = [
    pytest.mark.skipif(not PAGE.exists(), reason="the documentation is not here"),
    pytest.mark.skipif(not find_spec("pyarrow"), reason="the extra km-graph[tables] is not here"),
]


def blocks(language):
    return re.findall(
        rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


@pytest.mark.slow  # some twenty commands, most of whose time is starting
def test_the_commands_run(tmp_path):
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    script = "set -eu\n" + "\n".join(blocks("bash"))
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr[-2000:] if run.returncode else "") == (0, "")
    assert "巴黎" in run.stdout


def test_the_python_runs():
    pytest.importorskip("pandas", reason="pandas is not here")
    space = {}
    for block in blocks("python"):
        exec(block, space)
    assert len(space["back"]) == 1
