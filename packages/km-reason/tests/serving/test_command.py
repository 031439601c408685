"""``km serve``: what it refuses before it serves, and its end when it is told to end."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from km_graph.cli.main import km
from km_reason.options import ReasonOptions
from km_reason.serving.command import is_loopback, makers


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("a.b", False)],
)
def test_what_only_this_machine_can_reach(host: str, local: bool) -> None:
    assert local == is_loopback(host)


def test_refuses_to_be_reached_without_a_token(graph_file: Path, monkeypatch) -> None:
    monkeypatch.delenv("KM_SERVE_TOKEN", raising=False)
    result = CliRunner().invoke(km, ["serve", str(graph_file), "--host", "0.0.0.0"])
    assert 1 == result.exit_code
    assert "put a token into KM_SERVE_TOKEN" in result.output


def test_refuses_to_change_what_is_no_store(graph_file: Path) -> None:
    result = CliRunner().invoke(km, ["serve", str(graph_file), "--edit"])
    assert 1 == result.exit_code
    assert "is not a graph store; km graph store create makes one" in result.output


def test_needs_a_graph() -> None:
    result = CliRunner().invoke(km, ["serve"])
    assert "give GRAPH or --run" in result.output


def test_a_graph_alone_has_reasoners_without_a_model(graph_file: Path) -> None:
    assert ["retrieve-only", "random-path"] == list(makers(ReasonOptions(graph=graph_file)))


def test_a_model_answers_first(graph_file: Path, questions_file: Path) -> None:
    options = ReasonOptions(graph=graph_file, planner="frequency", training=questions_file)
    assert "plan-retrieve-reason" == next(iter(makers(options)))


def test_a_port_that_is_taken(graph_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(km, ["serve", str(graph_file), "--port", port])
    assert f"cannot listen at 127.0.0.1, port {port}" in result.output


def test_ends_in_order_when_told(graph_file: Path) -> None:
    command = [sys.executable, "-m", "km_graph.cli", "-q", "serve", str(graph_file), "--port", "0"]
    environment = {k: v for k, v in os.environ.items() if k != "KM_SERVE_TOKEN"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        address = process.stderr.readline().split()[2].rstrip(",")
        assert "ready\n" == httpx.get(f"{address}readyz").text
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    assert "Traceback" not in said
