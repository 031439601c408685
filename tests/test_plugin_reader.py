"""A reader of somebody else's: installed as a package, it is one like those that are shipped."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "plugin-reader"


def run(*command, path):
    paths = os.pathsep.join(filter(None, (str(path), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(
        [*map(str, command)],
        cwd=path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def installer():
    """The command that installs packages where these tests run."""
    if importlib.util.find_spec("uv"):
        return sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable, "--offline"
    if importlib.util.find_spec("pip"):
        return sys.executable, "-m", "pip", "install", "--no-index"
    if uv := shutil.which("uv"):
        return uv, "pip", "install", "--python", sys.executable, "--offline"
    pytest.skip("needs pip or uv")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    pytest.importorskip("hatchling", reason="needs hatchling, which builds the example")
    source = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("source") / "plugin-reader")
    target = tmp_path_factory.mktemp("installed")
    done = run(
        *installer(), "--no-deps", "--no-build-isolation", "--target", target, source, path=target
    )
    assert done.returncode == 0, done.stderr
    return target


def test_is_listed_with_where_it_comes_from(installed):
    listing = (
        "from km_graph.formats.contracts import GRAPH_READERS\n"
        "for plugin in GRAPH_READERS: print(plugin.name, plugin.origin, sep=', ')"
    )
    shown = run(sys.executable, "-c", listing, path=installed)
    assert "prolog, km-prolog-facts 0.1.0" in shown.stdout.splitlines(), shown.stderr


def test_imports_a_file_by_its_suffix(installed):
    (installed / "facts.pl").write_text("% cities\ncapital_of('Paris', france).\n", "utf-8")
    km = (sys.executable, "-m", "km_graph.cli", "graph")
    made = run(*km, "import", "--source", "facts.pl", "--out", "facts", path=installed)
    assert made.returncode == 0, made.stderr
    shown = run(*km, "show", "facts", "Paris", path=installed)
    assert shown.returncode == 0, shown.stderr
    assert "capital_of" in shown.stdout
    assert "france" in shown.stdout


@pytest.mark.slow
def test_passes_the_tests_that_it_brings(installed):
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", EXAMPLE / "tests")
    done = run(sys.executable, *tests, path=installed)
    assert done.returncode == 0, done.stdout
