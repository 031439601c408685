import pytest

from km_graph.encoders.python import PythonEncoder
from km_graph.encoding import ENCODERS, TripleEncoder, load_encoder
from km_graph.errors import PluginNotFoundError
from km_graph.testing import EncoderContract


class TestPython(EncoderContract):
    encoder = PythonEncoder


class TestArrow(EncoderContract):
    @staticmethod
    def encoder() -> TripleEncoder:
        return pytest.importorskip("km_graph.encoders.arrow", exc_type=ImportError).ArrowEncoder()


def test_both_are_plugins():
    assert {"python", "arrow"} <= set(ENCODERS.names())


def test_one_is_found_by_its_name():
    assert isinstance(load_encoder("python"), PythonEncoder)


def test_there_is_always_one():
    assert isinstance(load_encoder(), TripleEncoder)


def test_an_unknown_one_is_named():
    with pytest.raises(PluginNotFoundError, match="'nativ'"):
        load_encoder("nativ")
