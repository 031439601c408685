import gzip

import pytest

from km_graph.errors import GraphFormatError, OutputError
from km_graph.formats.lines import read_lines, write_lines
from km_graph.formats.reading import ReadOptions


@pytest.fixture
def file(tmp_path):
    def write(content, name="file.txt"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_lines_end_at_line_feeds_only(file):
    path = file("a\u2028b\u0085c\rd\r\ne\x0bf".encode())
    assert list(read_lines(path)) == [(1, "a\u2028b\u0085c\rd"), (2, "e\x0bf")]


def test_ends_are_kept_where_asked(file):
    assert list(read_lines(file(b"a\r\nb\n"), keep_ends=True)) == [(1, "a\r\n"), (2, "b\n")]


def test_only_the_first_byte_order_mark_goes(file):
    path = file("\ufeff\ufeffa\n\ufeffb\n".encode())
    assert list(read_lines(path)) == [(1, "\ufeffa"), (2, "\ufeffb")]


def test_an_empty_file_has_no_lines(file):
    assert list(read_lines(file(b""))) == []


def test_reads_other_encodings(file):
    assert list(read_lines(file("Köln\n".encode("latin-1")), ReadOptions(encoding="latin-1"))) == [
        (1, "Köln")
    ]


def test_bytes_that_are_not_of_the_encoding_are_shown_with_their_line(file):
    path = file(b"a\nK\xf6ln\n")
    with pytest.raises(GraphFormatError) as caught:
        list(read_lines(path))
    assert str(caught.value) == rf"{path}:2: expected utf-8 text, found the bytes b'\xf6'"


@pytest.mark.parametrize("encoding", ["klingon", "utf-16"])
def test_an_encoding_that_cannot_be_used_is_named(file, encoding):
    with pytest.raises(GraphFormatError, match=encoding):
        list(read_lines(file(b""), ReadOptions(encoding=encoding)))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GraphFormatError, match=r"absent\.txt: no such file"):
        list(read_lines(tmp_path / "absent.txt"))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(GraphFormatError, match="is a folder, expected a file"):
        list(read_lines(tmp_path))


def test_gzip_is_read_as_what_it_holds(file):
    assert list(read_lines(file(gzip.compress(b"a\nb\n"), "a.gz"))) == [(1, "a"), (2, "b")]


def test_gzip_cut_short_is_said_so(file):
    whole = gzip.compress("\n".join(map(str, range(9999))).encode())
    with pytest.raises(GraphFormatError, match="the gzip data ends too early"):
        list(read_lines(file(whole[: len(whole) // 2], "a.gz")))


def test_gzip_that_is_none_is_said_so(file):
    with pytest.raises(GraphFormatError, match="expected gzip data"):
        list(read_lines(file(b"plain text", "a.gz")))


def test_gzip_with_a_wrong_byte_is_said_so(file):
    whole = bytearray(gzip.compress(bytes(range(256)) * 9))
    whole[20] ^= 0xFF
    with pytest.raises(GraphFormatError, match="expected gzip data"):
        list(read_lines(file(bytes(whole), "a.gz"), ReadOptions(encoding="latin-1")))


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz"])
def test_written_lines_read_back(tmp_path, name):
    lines = ["\ufeffa", "b\u2028", ""]
    write_lines(tmp_path / name, lines)
    assert [line for _, line in read_lines(tmp_path / name)] == lines


def test_gzip_of_the_same_lines_is_the_same_bytes(tmp_path):
    for name in ("a.gz", "b.gz"):
        write_lines(tmp_path / name, ["a"])
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_an_unwritable_place_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write"):
        write_lines(tmp_path / "file" / "a.gz", ["a"])
