import socket

import pytest

from km_data.base_models import find_base, local_folder
from km_graph.errors import DataError


@pytest.fixture
def no_network(monkeypatch):
    """Any attempt to reach another machine fails the test."""

    def refuse(*address, **options):
        raise AssertionError(f"asked for {address}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def model_folder(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    return tmp_path


def test_folder_with_a_model_is_itself(model_folder):
    assert find_base(str(model_folder)) == model_folder


def test_folder_without_a_model_is_an_error(tmp_path):
    with pytest.raises(DataError, match=r"expected a model folder, found no config\.json in it"):
        find_base(str(tmp_path))


@pytest.mark.parametrize("reference", ["./nowhere", "/nowhere/at/all", "a/b/c"])
def test_missing_folder_is_an_error(reference):
    with pytest.raises(DataError, match=f"{reference}: no such model folder"):
        find_base(reference)


def test_other_name_is_one_of_the_hub():
    assert find_base("some/model") == "some/model"


def test_model_that_is_not_here_is_not_downloaded(no_network):
    pytest.importorskip("huggingface_hub")
    with pytest.raises(DataError, match="neither a model folder nor a model downloaded"):
        local_folder("nobody/such-a-model")


def test_near_name_is_suggested(no_network):
    pytest.importorskip("huggingface_hub")
    pytest.importorskip("km_train")
    with pytest.raises(DataError, match="did you mean 'tiny'"):
        local_folder("tinny")
