"""The how-to pages of this package: their commands run as they stand there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"


@pytest.mark.slow  # some ten commands each, most of whose time is starting
@pytest.mark.skipif(not HOW_TO.is_dir(), reason="the documentation is not here")
@pytest.mark.parametrize("page", ["bring-your-own-questions.md", "scale-out.md"])
def test_the_commands_run(tmp_path: Path, page: str) -> None:
    text = (HOW_TO / page).read_text("utf-8")
    blocks = re.findall(r"^```bash\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    run = subprocess.run(
        ["bash", "-c", "set -eu\n" + "\n".join(blocks)],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr[-2000:] if run.returncode else "") == (0, "")
