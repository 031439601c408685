import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from km_graph.cli.main import km

TRIPLES = "a\tr\tb\nb\ts\tc\na\tr\tc\n"
KM = (sys.executable, "-m", "km_graph.cli")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("g.tsv").write_text(TRIPLES)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(km, args)


def imported(*args: str) -> dict[str, object]:
    done = run("graph", "import", "--out", "g", *args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_reads_several_files() -> None:
    Path("more.tsv.gz").write_bytes(gzip.compress(b"c\tr\td\na\tr\tb\n"))
    found = imported("--source", "g.tsv", "--more", "more.tsv.gz")
    assert (found["triples"], found["duplicates"]) == (4, 1)


def test_options_of_the_reader() -> None:
    Path("g.txt").write_text("rel|from|to\nr|a|b\n")
    own = ("separator=|", "header=true", "head=from", "relation=rel", "tail=to")
    options = [part for option in own for part in ("--option", option)]
    assert imported("--source", "g.txt", "--reader", "tsv", *options)["triples"] == 1


@pytest.mark.parametrize("verb", [("import", "--out", "g", "--source", "g.tsv"), ("convert",)])
def test_an_option_that_is_none_is_one_sentence(verb: tuple[str, ...]) -> None:
    places = ("g.tsv", "g.csv") if verb == ("convert",) else ()
    done = run("graph", *verb, *places, "--option", "seperator=x")
    assert done.exit_code == 1
    assert "reader 'tsv': no option 'seperator', did you mean 'separator'?" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_bad_lines_may_be_skipped() -> None:
    Path("g.tsv").write_bytes(TRIPLES.encode() + b"oops\n\xff\tr\tb\n")
    found = imported("--source", "g.tsv", "--on-error", "skip")
    assert (found["triples"], found["skipped"]) == (3, 2)
    assert found["problems"] == [
        "g.tsv:4: expected 3 tab-separated fields, found 1: 'oops'",
        "g.tsv:5: expected utf-8 text, found the bytes b'\\xff'",
    ]


def test_a_bad_line_ends_the_import_and_leaves_nothing(here: Path) -> None:
    Path("g.tsv").write_text(TRIPLES + "oops\n")
    done = run("graph", "import", "--source", "g.tsv", "--out", "g")
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert "g.tsv:4: expected 3 tab-separated fields" in done.stderr
    assert [path.name for path in here.iterdir()] == ["g.tsv"]


def test_convert_takes_the_same_options() -> None:
    Path("g.txt").write_text("a|b|r\noops\n")
    own = ("--option", "separator=|", "--option", "columns=head,tail,relation")
    done = run("graph", "convert", "g.txt", "g.csv", "--from", "tsv", *own, "--on-error", "skip")
    assert done.exit_code == 0, done.output
    assert Path("g.csv").read_text() == "a,r,b\n"
    assert done.stderr.splitlines() == [
        "left out 1 record that cannot be read:",
        "  g.txt:2: expected 3 bar-separated fields, found 1: 'oops'",
    ]


def test_a_pipe_is_a_source() -> None:
    command = [*KM, "graph", "import", "--source", "-", "--reader", "tsv", "--out", "g", "--json"]
    packed = gzip.compress(TRIPLES.encode())
    for given in (TRIPLES.encode(), packed):
        done = subprocess.run(
            [*command, "--overwrite"], input=given, capture_output=True, check=True
        )
        assert json.loads(done.stdout)["triples"] == 3


def test_convert_is_a_filter() -> None:
    command = [*KM, "graph", "convert", "-", "-", "--from", "tsv", "--to", "csv"]
    done = subprocess.run(command, input=TRIPLES.encode(), capture_output=True, check=True)
    assert done.stdout.splitlines() == [b"a,r,b", b"a,r,c", b"b,s,c"]
    assert done.stderr == b"-: 3 triples\n"


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("to_do", ["a pipe that is silent", "a file"])
def test_ctrl_c_leaves_nothing_behind(here: Path, to_do: str) -> None:
    os.mkfifo("pipe")
    source = "pipe"
    if to_do == "a file":
        # Read once the pipe is through: the import is at work when the signal comes.
        source = "large.tsv"
        lines = (f"entity {i}\tr{i % 99}\tentity {i * 7919 % 1_000_003}\n" for i in range(600_000))
        Path(source).write_text("".join(lines))
    command = [*KM, "graph", "import", "--source", "pipe", "--reader", "tsv", "--out", "g"]
    more = [] if source == "pipe" else ["--more", source]
    before = {path.name for path in here.iterdir()}
    running = subprocess.Popen([*command, *more], stderr=subprocess.PIPE)
    with Path("pipe").open("wb") as pipe:
        # More than a pipe holds: when all is written, most of it has been read.
        pipe.write(TRIPLES.encode() * 50_000)
        pipe.flush()
        if source != "pipe":
            pipe.close()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert before == {path.name for path in here.iterdir()}
