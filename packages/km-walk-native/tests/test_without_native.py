"""Without a compiler or the compiled module, what to do is said, and commands still work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1]
# As where km-walk-native was not built: it cannot be imported.
WITHOUT = "import sys; sys.modules['km_walk_native._core'] = None; "


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    settings = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=settings)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["paths", "Paris", "Lyon"], "Paris -> capital -> France <- city_in <- Lyon"),
        (["follow", "Paris", "capital"], "Paris -> capital -> France"),
        (["random", "Paris", "--hops", "1"], "Paris -> capital -> France"),
    ],
)
def test_commands_walk_in_plain_python_and_say_so_once(
    command: list[str], expected: str, tmp_path: Path
):
    triples = tmp_path / "graph.tsv"
    triples.write_text("Paris\tcapital\tFrance\nLyon\tcity_in\tFrance\n", "utf-8")
    code = WITHOUT + "from km_graph.cli.main import main; main()"
    ran = run(code, "walk", command[0], str(triples), *command[1:])
    assert expected in ran.stdout
    assert ran.stderr.count("walking in plain Python, which is slow") == 1


def test_two_walkers_say_it_once():
    code = "from km_graph.walkers import load_walker; print(load_walker(), load_walker())"
    ran = run(WITHOUT + code)
    assert ran.stdout.count("ReferenceWalker") == 2
    assert ran.stderr.count("walking in plain Python, which is slow") == 1


def test_without_a_compiler_the_build_says_what_to_install(tmp_path: Path):
    pytest.importorskip("scikit_build_core", reason="builds the package")
    code = "import sys; from scikit_build_core.build import build_wheel as build; "
    code += "build(sys.argv[1], {'build-dir': sys.argv[1] + '/build'})"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=PACKAGE,
        env={**os.environ, "CXX": str(tmp_path / "no-compiler")},
    )
    assert ran.returncode != 0
    assert "It needs a C++20 compiler" in ran.stdout + ran.stderr
    assert "apt install g++" in ran.stdout + ran.stderr
