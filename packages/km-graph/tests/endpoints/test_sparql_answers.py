"""Answers of servers that mean no good: each is read, or refused with a sentence."""

import random
from contextlib import suppress

import pytest

pytest.importorskip("pyoxigraph")

from km_graph.endpoints.sparql_answers import Term, read_table, read_triples, rows_of

TABLE = (
    '{"head": {"vars": ["head", "relation", "tail"]}, "results": {"bindings": ['
    '{"head": {"type": "uri", "value": "a:é"}, "relation": {"type": "uri", "value": "a:b"},'
    ' "tail": {"type": "literal", "value": "x\\u00e9", "xml:lang": "EN"}},'
    '{"head": {"type": "bnode", "value": "b"}, "relation": {"type": "uri", "value": "a b"},'
    ' "tail": {"type": "typed-literal", "value": "1", "datatype": "a:int"}}]}}'
).encode()
TRIPLES = (
    b'<a:a> <a:b> "x\\u00e9"@en .\n_:b <a:b> <a:c> . # x\n'
    b'<a:a> <a:b> <<( <a:a> <a:b> "1"^^<a:int> )>> .\n'
)


def spoilt(good: bytes, seed: int) -> bytes:
    """The same with some bytes changed, taken away, or put in from elsewhere in it."""
    chance = random.Random(seed)
    body = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(body) + 1), chance.randrange(12)
        other = chance.randrange(len(good))
        new = [b"", good[other : other + 12], chance.randbytes(length), b"\xff", b"null", b'"']
        body[at : at + length] = chance.choice(new) * chance.choice([1, 1, 1, 50])
    return bytes(body)


def read_spoilt(seeds: range) -> None:
    for seed in seeds:
        with suppress(ValueError):
            if table := read_table(spoilt(TABLE, seed)):
                rows_of(table)
        with suppress(ValueError):
            read_triples(spoilt(TRIPLES, seed))


def test_reads_a_table() -> None:
    table = read_table(TABLE)
    assert table is not None
    assert [
        (Term("iri", "a:é"), Term("iri", "a:b"), Term("literal", "xé", "en")),
        (Term("blank", "b"), Term("iri", "a b"), Term("literal", "1", "", "a:int")),
    ] == rows_of(table)


def test_reads_triples() -> None:
    first, second, third = read_triples(TRIPLES)
    assert (Term("iri", "a:a"), Term("iri", "a:b")) == first[:2] == third[:2]
    assert second == (Term("blank", "b"), Term("iri", "a:b"), Term("iri", "a:c"))
    assert first[2]
    assert third[2]
    assert ("xé", "en", "other") == (first[2].value, first[2].language, third[2].kind)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"boolean"',
        b"{}",
        b'{"head": {"vars": 1}, "results": {"bindings": []}}',
        b'{"head": {"vars": []}, "results": {"bindings": {"a": 1}}}',
        TABLE[:-1],
        TABLE[: len(TABLE) // 2],
        TABLE.replace(b"\\u00e9", b"\\ud800"),
        TABLE.replace(b'"value": "b"', b'"value": 7'),
        TABLE.replace(b'"value": "b"', b'"text": "b"'),
        TABLE.replace(b'"uri"', b'{"a": []}'),
        TABLE.replace(b'{"type": "bnode", "value": "b"}', b"[]"),
        TABLE.replace(b'{"type": "bnode", "value": "b"}', b'{"a":' * 200_000),
        b"[" * 1_000_000,
        b'{"head":' * 1_000_000,
    ],
    ids=range(18),
)
def test_a_table_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        rows_of(read_table(body) or pytest.fail("answered"))


@pytest.mark.parametrize(
    "body",
    [
        TRIPLES[:-4],
        b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 200_000 + b"<a:c>" + b" )>>" * 200_000 + b" .",
        b'<a:a> <a:b> "' + b"x" * 2**24 + b'" .',
        b"<html>",
        b"\xff",
    ],
    ids=range(5),
)
def test_triples_that_are_none_are_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_triples(body)


def test_many_marks_in_texts_are_no_triples_about_triples() -> None:
    body = b'<a:a> <a:b> "<<( << <<(" .\n' * 2_000
    assert 2_000 == len(read_triples(body))


def test_spoilt_answers_are_read_or_refused() -> None:
    read_spoilt(range(5_000))


@pytest.mark.slow
def test_a_million_spoilt_answers_are_read_or_refused() -> None:
    read_spoilt(range(500_000))
