"""What holds for the repository as a whole."""

import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from km_graph.plugins import GROUPS, PluginGroup

ROOT = Path(__file__).parent.parent
PACKAGES = ("km-graph", "km-walk-native", "km-data", "km-train", "km-reason", "km-eval")


def test_installed_versions_are_those_of_the_dependency_set():
    name = os.environ.get("KM_DEPENDENCY_SET")
    if not name:
        pytest.skip("KM_DEPENDENCY_SET is not set: not run by nox")
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").split()
    pinned = dict(line.split("==") for line in lines)
    installed = {_canonical(d.name): d.version.partition("+")[0] for d in distributions()}
    wrong = {n: v for n, v in installed.items() if n in pinned and v != pinned[n]}
    assert wrong == {}
    assert {"torch", "transformers", "numpy"} <= set(installed)


@pytest.mark.parametrize("group", GROUPS)
def test_every_plugin_of_ours_loads(group):
    for plugin in PluginGroup(group):
        if plugin.origin.split()[0] in PACKAGES:
            assert plugin.load() is not None


def test_the_table_of_entry_points_lists_every_group():
    page = (ROOT / "docs" / "reference" / "entry-points.md").read_text("utf-8")
    assert tuple(re.findall(r"^\| `(km\.\w+)`", page, re.MULTILINE)) == GROUPS


def test_every_entry_point_belongs_to_a_known_group():
    text = "\n".join(file.read_text("utf-8") for file in ROOT.glob("packages/*/pyproject.toml"))
    assert set(re.findall(r'entry-points\."(km\.\w+)"', text)) <= set(GROUPS)


def test_help_needs_neither_numpy_nor_torch():
    code = (
        "import sys; from km_graph.cli.main import main; sys.argv = ['km', '--help']\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'numpy', 'pydantic', 'torch', 'transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert shown.stderr == ""
    assert shown.returncode == 0
    for command in ("graph", "data", "train", "ask", "eval", "run", "demo", "plugins"):
        assert re.search(rf"^\s+{command}\b", shown.stdout, re.MULTILINE)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
