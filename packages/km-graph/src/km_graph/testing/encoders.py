"""What every triple encoder must do."""

# ruff: noqa: D102 - the name of a test says what it shows

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from km_graph.encoding import LineError, LineLayout, TripleEncoder
from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.testing.strategies import Triples, triples

_LAYOUT = LineLayout()
_SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.differing_executors])
_GOOD = b"a\tr\tb\n"
_BAD = {
    "too few fields": b"a\tr",
    "too many fields": b"a\tr\tb\tc",
    "no head": b"\tr\tb",
    "no relation": b"a\t\tb",
    "no tail": b"a\tr\t",
    "a NUL byte": b"a\tr\tb\0",
    "a byte that is not UTF-8": b"a\tr\t\xff",
    "half a character": b"a\tr\t\xe2\x82",
    "a surrogate": b"a\tr\t\xed\xa0\x80",
    "an overlong form": b"\xc0\x80\tr\tb",
    "beyond Unicode": b"a\tr\t\xf4\x90\x80\x80",
}


class EncoderContract:
    """Tests of a ``TripleEncoder``; a subclass named ``Test…`` states ``encoder``.

    Attributes:
        encoder: Makes a fresh encoder.
    """

    encoder: Callable[[], TripleEncoder]

    def made(self) -> TripleEncoder:
        """A fresh encoder."""
        return type(self).encoder()

    def graph_of(self, block: bytes, layout: LineLayout = _LAYOUT) -> KnowledgeGraph:
        """The graph of lines."""
        encoder = self.made()
        encoder.add_lines(block, layout)
        return encoder.finish()

    def test_is_an_encoder(self) -> None:
        assert isinstance(self.made(), TripleEncoder)

    def test_takes_lines(self) -> None:
        encoder = self.made()
        assert encoder.add_lines(b"b\tr\ta\na\ts\tb\nb\tr\ta\n", _LAYOUT) == 3
        same(KnowledgeGraph.from_triples([("b", "r", "a"), ("a", "s", "b")]), encoder.finish())

    def test_takes_a_view(self) -> None:
        encoder = self.made()
        assert encoder.add_lines(memoryview(b"--" + _GOOD)[2:], _LAYOUT) == 1
        assert ("a", "r", "b") in encoder.finish()

    def test_takes_triples(self) -> None:
        encoder = self.made()
        assert encoder.add(iter([Triple("b", "r", "a"), Triple("b", "r", "a")])) == 2
        same(KnowledgeGraph.from_triples([("b", "r", "a")]), encoder.finish())

    def test_lines_and_triples_are_one_graph(self) -> None:
        encoder = self.made()
        encoder.add([Triple("ü", "r", "z")])
        encoder.add_lines("ü\ts\ta\n".encode(), _LAYOUT)
        encoder.add([Triple("z", "s", "ü")])
        stated = [("ü", "r", "z"), ("ü", "s", "a"), ("z", "s", "ü")]
        same(KnowledgeGraph.from_triples(stated), encoder.finish())

    def test_nothing_makes_an_empty_graph(self) -> None:
        encoder = self.made()
        assert encoder.add_lines(b"", _LAYOUT) == encoder.add([]) == 0
        same(KnowledgeGraph.from_triples([]), encoder.finish())

    def test_lines_may_end_in_crlf_or_not_at_all(self) -> None:
        same(self.graph_of(b"a\tr\tb\nc\tr\td\n"), self.graph_of(b"a\tr\tb\r\nc\tr\td"))

    def test_other_carriage_returns_are_of_the_label(self) -> None:
        graph = self.graph_of(b"a\rb\tr\tc\r\r\nd\tr\te\r")
        assert list(graph.entities) == ["a\rb", "c\r", "d", "e\r"]

    def test_lines_of_nothing_but_spaces_are_skipped(self) -> None:
        same(self.graph_of(_GOOD), self.graph_of(b"\n   \r\n\n" + _GOOD + b"  \n \n"))

    def test_labels_are_not_changed(self) -> None:
        label = '"NA" \u00a0null 007 \u2028\u0085,|\\'
        block = f"{label}\t r \t\ufeff1e5 \n\ufeffNA\tnull\t'\n".encode()
        graph = self.graph_of(block)
        assert sorted([label, "\ufeff1e5 ", "\ufeffNA", "'"]) == list(graph.entities)
        assert list(graph.relations) == [" r ", "null"]

    def test_a_mark_that_begins_a_block_is_of_the_label(self) -> None:
        assert "\ufeffa" in self.graph_of("\ufeffa\tr\tb\n".encode()).entities

    @pytest.mark.parametrize(
        ("block", "layout"),
        [
            (b"h|r|t\n", LineLayout(b"|")),
            (b"r t h\n\n   \n", LineLayout(b" ", 3, 2, 0, 1)),
            (b"1,t,,r,h\n", LineLayout(b",", 5, 4, 3, 1)),
        ],
    )
    def test_takes_fields_as_the_layout_says(self, block: bytes, layout: LineLayout) -> None:
        same(KnowledgeGraph.from_triples([("h", "r", "t")]), self.graph_of(block, layout))

    @pytest.mark.parametrize("bad", _BAD.values(), ids=_BAD)
    def test_refuses_a_line_and_keeps_nothing_of_its_block(self, bad: bytes) -> None:
        encoder = self.made()
        encoder.add_lines(b"x\tr\ty\n", _LAYOUT)
        for block in (_GOOD + b" \n" + bad + b"\r\n" + _GOOD, _GOOD + _GOOD + bad):
            with pytest.raises(LineError) as caught:
                encoder.add_lines(block, _LAYOUT)
            assert caught.value.index == 2
        same(KnowledgeGraph.from_triples([("x", "r", "y")]), encoder.finish())

    def test_the_first_of_several_bad_lines_is_named(self) -> None:
        with pytest.raises(LineError) as caught:
            self.made().add_lines(_GOOD + b"oops\n\xff\n", _LAYOUT)
        assert caught.value.index == 1

    def test_a_label_that_is_no_text_is_refused(self) -> None:
        for triple in (Triple("\ud800", "r", "b"), Triple("a", "\udfff", "b")):
            with pytest.raises(InvalidQueryError, match="is not Unicode text"):
                self.made().add([triple])

    def test_takes_attributes(self) -> None:
        said = [Attribute("a", "label", "A", "en"), Attribute("alone", "height", "3")]
        encoder = self.made()
        encoder.add_attributes(said)
        encoder.add([Triple("a", "r", "b")])
        encoder.add_attributes(iter(said))
        graph = encoder.finish()
        assert list(graph.entities) == ["a", "alone", "b"]
        assert [graph.attributes(entity) for entity in ("a", "alone", "b")] == [
            (said[0],),
            (said[1],),
            (),
        ]

    def test_long_labels_and_many_blocks(self) -> None:
        stated = [(f"{'long ' * 1000}{i}", f"r{i % 3}", f"e{i * 7 % 40}") for i in range(50)]
        encoder = self.made()
        for triple in stated:
            encoder.add_lines("\t".join(triple).encode(), _LAYOUT)
        same(KnowledgeGraph.from_triples(stated), encoder.finish())

    def test_the_order_changes_nothing(self) -> None:
        random = np.random.default_rng(0)
        numbers = random.integers(0, 300, (5000, 3))
        lines = [f"e{h}\tr{r % 9}\te{t}\n".encode() for h, r, t in numbers.tolist()]
        turned = b"".join(lines[::-1])
        same(self.graph_of(b"".join(lines)), self.graph_of(turned))

    @_SETTINGS
    @given(stated=triples(without="\t\n\r\0"))
    def test_lines_make_the_graph_of_their_triples(self, stated: Triples) -> None:
        graph = self.graph_of("\n".join("\t".join(triple) for triple in stated).encode())
        same(KnowledgeGraph.from_triples(stated), graph)

    @_SETTINGS
    @given(stated=triples(empty=True))
    def test_triples_make_their_graph(self, stated: Triples) -> None:
        encoder = self.made()
        assert encoder.add(Triple(*triple) for triple in stated) == len(stated)
        same(KnowledgeGraph.from_triples(stated), encoder.finish())


def same(expected: KnowledgeGraph, found: KnowledgeGraph) -> None:
    """Fail unless two graphs are equal in content, types of arrays and both directions."""
    assert list(expected.entities) == list(found.entities)
    assert list(expected.relations) == list(found.relations)
    assert expected == found
    for csr, other in ((expected.forward, found.forward), (expected.backward, found.backward)):
        assert csr.equals(other)
        assert [a.dtype for a in csr] == [a.dtype for a in other]
    assert expected.fingerprint() == found.fingerprint()
