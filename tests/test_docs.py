"""What the documentation shows runs."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("packages/*/README.md"))]
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_first_python_example_of_a_readme_runs(page, tmp_path, monkeypatch):
    found = EXAMPLE.search(page.read_text("utf-8"))
    if found is None:
        pytest.skip("the page has no Python")
    block = found[1]
    monkeypatch.chdir(tmp_path)
    if block.startswith(">>>"):
        parsed = doctest.DocTestParser().get_doctest(block, {}, "README", None, None)
        assert doctest.DocTestRunner().run(parsed).failed == 0
    else:
        exec(compile(block, "README", "exec"), {})


@pytest.mark.parametrize("name", ["write_cli_reference.py", "write_profile_reference.py"])
def test_written_references_are_up_to_date(name):
    tool = ROOT / "tools" / name
    checked = subprocess.run([sys.executable, tool, "--check"], check=False)
    assert checked.returncode == 0, f"run: nox -s dev -- python tools/{name}"


@pytest.mark.parametrize("page", [*PAGES, *sorted((ROOT / "docs").rglob("*.md"))], ids=str)
def test_links_between_files_lead_somewhere(page):
    if "_build" in page.parts:
        pytest.skip("a built page")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
