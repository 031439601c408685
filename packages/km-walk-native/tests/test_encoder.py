import os
import signal
import threading

import numpy as np
import pytest

from km_graph.encoding import LineLayout, load_encoder
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.testing import EncoderContract
from km_walk_native.encoder import NativeEncoder


class TestNative(EncoderContract):
    encoder = NativeEncoder


class TestOnOneThread(EncoderContract):
    @staticmethod
    def encoder() -> NativeEncoder:
        return NativeEncoder(threads=1)


@pytest.fixture(scope="module")
def block() -> bytes:
    numbers = np.random.default_rng(0).integers(0, 30_000, (200_000, 3))
    return b"".join(b"entity %d\tr%d\te%d\n" % (h, r % 50, t) for h, r, t in numbers.tolist())


def encoded(block: bytes, *, threads: int) -> KnowledgeGraph:
    encoder = NativeEncoder(threads=threads)
    assert encoder.add_lines(block, LineLayout()) == 200_000
    return encoder.finish()


def test_is_the_one_that_auto_finds():
    assert isinstance(load_encoder(), NativeEncoder)


def test_threads_change_nothing(block):
    assert encoded(block, threads=1).fingerprint() == encoded(block, threads=3).fingerprint()


def test_is_the_graph_of_the_python_encoder(block):
    python = load_encoder("python")
    python.add_lines(block, LineLayout())
    assert python.finish() == encoded(block, threads=2)


def test_several_threads_may_add_to_one(block):
    encoder = NativeEncoder(threads=2)
    lines = block.splitlines(keepends=True)
    parts = [b"".join(lines[i::4]) for i in range(4)]
    adding = [
        threading.Thread(target=encoder.add_lines, args=(part, LineLayout())) for part in parts
    ]
    for thread in adding:
        thread.start()
    encoder.add([Triple(*line.decode().split("\t")) for line in block[:5000].split(b"\n")[:-1]])
    for thread in adding:
        thread.join()
    assert encoder.finish() == encoded(block, threads=1)


def test_can_be_interrupted(block):
    encoder = NativeEncoder(threads=2)
    encoder.add_lines(block * 10, LineLayout())
    killer = threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012  # the signal comes when it comes
        killer.start()
        while encoder.finish() is not None:
            encoder.add_lines(block, LineLayout())
    killer.join()


def test_empty_encoder_after_finish(block):
    encoder = NativeEncoder()
    encoder.add([Triple("a", "r", "b")])
    assert len(encoder.finish()) == 1
    encoder.add([Triple("c", "r", "d")])
    assert list(encoder.finish().entities) == ["c", "d"]


@pytest.mark.parametrize(
    ("layout", "named"),
    [
        (LineLayout(b"\n"), "separator"),
        (LineLayout(b"\0"), "separator"),
        (LineLayout(b"\xff"), "separator"),
        (LineLayout(n_fields=2), "n_fields"),
        (LineLayout(head=3), "n_fields"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(layout, named):
    with pytest.raises(ValueError, match=named):
        NativeEncoder().add_lines(b"a\tr\tb\n", layout)


@pytest.mark.parametrize("triple", [["a", "r", "b"], "arb", ("a", "r", 1), None])
def test_what_is_no_triple_is_a_type_error(triple):
    with pytest.raises(TypeError):
        NativeEncoder().add([triple])


def test_two_labels_are_no_triple():
    with pytest.raises(ValueError, match="3 labels"):
        NativeEncoder().add([("a", "r")])


def test_the_arrays_are_handed_over_read_only():
    encoder = NativeEncoder()
    encoder.add([Triple("a", "r", "b")])
    graph = encoder.finish()
    for array in (*graph.forward, *graph.backward, graph.entities.offsets):
        assert not array.flags.writeable
