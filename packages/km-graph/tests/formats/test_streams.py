import io
import os
import socket
import sys
import threading
from collections import deque
from pathlib import Path

import pytest

from km_graph.errors import GraphFormatError, OutputError
from km_graph.formats.compression import format_suffix
from km_graph.formats.reading import ReadOptions
from km_graph.formats.streams import STANDARD, atomic_stream, open_seekable, open_stream
from km_graph.testing.packing import SUFFIXES, pack

CONTENT = b"a\tr\tb\n" * 50_000


def read(path, **limits):
    with open_stream(path, ReadOptions(**limits)) as stream:
        return stream.read()


@pytest.fixture
def file(tmp_path):
    def write(content, name="file"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_a_plain_file_is_read_as_it_is(file):
    assert read(file(CONTENT)) == CONTENT


@pytest.mark.parametrize("content", [b"", b"\x1f", b"abc"])
def test_a_file_shorter_than_what_tells_its_packing_is_read(file, content):
    assert read(file(content)) == content


def test_text_that_begins_as_bzip2_does_is_text(file):
    assert read(file(b"BZh\tr\tb\n")) == b"BZh\tr\tb\n"


@pytest.mark.parametrize("packed", SUFFIXES)
@pytest.mark.parametrize("name", ["file.tsv", "no suffix"])
def test_what_is_packed_is_unpacked(file, packed, name):
    known = name + packed if name == "file.tsv" else name
    assert read(file(pack(CONTENT, packed), known)) == CONTENT


@pytest.mark.parametrize("packed", SUFFIXES)
def test_several_members_are_one_stream(file, packed):
    members = pack(b"a", packed) + bytes(8) + pack(b"", packed) + pack(CONTENT, packed)
    assert read(file(members, f"a{packed}")) == b"a" + CONTENT


@pytest.mark.parametrize("packed", SUFFIXES)
def test_a_file_torn_anywhere_is_said_so(file, packed):
    whole = pack(b"a\tr\tb\nc\tr\td\n", packed)
    for length in range(len(whole)):
        with pytest.raises(GraphFormatError, match=r"data ends too early; fetch the file again"):
            read(file(whole[:length], f"a{packed}"))


@pytest.mark.parametrize("packed", SUFFIXES)
def test_a_wrong_byte_never_goes_unnoticed(file, packed):
    content = os.urandom(100)
    whole = pack(content, packed)
    for place in range(len(whole)):
        wrong = bytearray(whole)
        wrong[place] ^= 0x10
        try:
            found = read(file(bytes(wrong), f"a{packed}"))
        except GraphFormatError:
            continue
        assert found == content  # it was a byte of the header that says nothing of the content


@pytest.mark.parametrize("packed", SUFFIXES)
def test_what_follows_the_end_is_refused(file, packed):
    with pytest.raises(GraphFormatError, match=r"expected .* data|ends too early"):
        read(file(pack(b"a", packed) + b"more and more", f"a{packed}"))


@pytest.mark.parametrize("packed", SUFFIXES)
def test_a_bomb_stops_at_its_ratio(file, packed):
    path = file(pack(bytes(32 << 20), packed), f"a{packed}")
    with open_stream(path) as stream, pytest.raises(GraphFormatError) as caught:
        deque(iter(stream.read1, b""), maxlen=0)
    assert str(caught.value) == (
        f"{path}: expands to more than 1,000 times its size; "
        "raise max_ratio if the file can be trusted"
    )


def test_limits_can_be_raised(file):
    assert len(read(file(pack(bytes(32 << 20), ".bz2"), "a.bz2"), max_ratio=10**7)) == 32 << 20


def test_expansion_has_a_limit_in_bytes(file):
    path = file(pack(CONTENT, ".gz"), "a.gz")
    with pytest.raises(GraphFormatError, match="expands to more than 299,999 bytes; raise max_exp"):
        read(path, max_expanded=299_999)
    assert len(read(path, max_expanded=300_000)) == 300_000


@pytest.mark.parametrize("packed", ["", *SUFFIXES])
def test_the_standard_input_is_read_and_unpacked(monkeypatch, packed):
    content = pack(CONTENT, packed) if packed else CONTENT
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert read(STANDARD) == CONTENT
    assert not sys.stdin.closed


@pytest.mark.parametrize("content", [CONTENT, pack(CONTENT, ".gz")])
def test_a_pipe_is_read(tmp_path, content):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(content,))
    writer.start()
    assert read(path) == CONTENT
    writer.join()


def test_a_pipe_that_gives_a_byte_at_a_time_is_read(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def write():
        with path.open("wb", buffering=0) as pipe:
            for byte in pack(b"a\tr\tb\n", ".gz"):
                pipe.write(bytes([byte]))

    writer = threading.Thread(target=write)
    writer.start()
    assert read(path) == b"a\tr\tb\n"
    writer.join()


@pytest.mark.parametrize("packed", ["", ".gz"])
def test_what_is_packed_can_be_read_in_any_order(file, packed):
    path = file(pack(CONTENT, ".gz") if packed else CONTENT, f"a{packed}")
    with open_seekable(path) as stream:
        stream.seek(-2, 2)
        assert stream.read() == b"b\n"


def refused(path):
    with pytest.raises(GraphFormatError) as caught:
        read(path)
    return str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    assert refused(tmp_path / "absent") == f"{tmp_path}/absent: no such file"


def test_a_folder_is_refused(tmp_path):
    assert refused(tmp_path) == f"{tmp_path}: is a folder, expected a file"


def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert refused(Path("socket")) == "socket: is a socket, expected a file"


@pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="there is no /dev/zero here")
def test_a_device_is_refused():
    assert refused(Path("/dev/zero")) == "/dev/zero: is a device, expected a file"


def test_a_link_to_a_file_is_followed(file, tmp_path):
    (tmp_path / "link").symlink_to(file(CONTENT))
    assert read(tmp_path / "link") == CONTENT


def test_a_link_to_nothing_is_refused(tmp_path):
    (tmp_path / "link").symlink_to("nowhere")
    assert refused(tmp_path / "link").endswith("link: is a link to the missing file 'nowhere'")


def test_a_link_to_itself_is_refused(tmp_path):
    (tmp_path / "link").symlink_to("link")
    assert "cannot be read: Too many levels of symbolic links" in refused(tmp_path / "link")


@pytest.mark.parametrize("url", ["http://example.org/a.tsv", "https://a/b", "s3://a/b", "ftp://a"])
def test_a_url_is_not_fetched(url):
    assert "no such file; URLs are not fetched" in refused(Path(url))


def test_a_file_with_the_name_of_a_url_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "http:").mkdir()
    (tmp_path / "http:" / "a").write_bytes(CONTENT)
    assert read(Path("http://a")) == CONTENT


def test_a_name_that_cannot_be_one_is_refused():
    assert refused(Path("a\0b")) == r"'a\x00b': is no file name"


def test_a_name_that_is_too_long_is_refused():
    assert "cannot be read: File name too long" in refused(Path("x" * 5000))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(file):
    path = file(CONTENT)
    path.chmod(0)
    assert refused(path).endswith("cannot be read: Permission denied")


@pytest.mark.parametrize("packed", ["", *SUFFIXES])
def test_what_is_written_reads_back_and_is_the_same_bytes(tmp_path, packed):
    paths = [tmp_path / f"{name}.tsv{packed}" for name in "ab"]
    for path in paths:
        with atomic_stream(path) as stream:
            stream.write(CONTENT)
    assert read(paths[0]) == CONTENT
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("packed", ["", *SUFFIXES])
def test_an_older_file_stays_until_the_new_one_is_whole(tmp_path, packed):
    path = tmp_path / f"a{packed}"
    path.write_bytes(b"old")

    def interrupted():
        with atomic_stream(path) as stream:
            stream.write(CONTENT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ([path], b"old") == (list(tmp_path.iterdir()), path.read_bytes())


def test_a_pipe_is_written_and_stays_a_pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    found = []
    reader = threading.Thread(target=lambda: found.append(path.read_bytes()))
    reader.start()
    with atomic_stream(path) as stream:
        stream.write(CONTENT)
    reader.join()
    assert found == [CONTENT]
    assert path.is_fifo()


def test_the_standard_output_is_written(capfdbinary, monkeypatch):
    output = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", output)
    with atomic_stream(STANDARD) as stream:
        stream.write(CONTENT)
    assert output.buffer.getvalue() == CONTENT


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_a_full_disk_is_said_so():
    with (
        pytest.raises(OutputError, match="No space left on device"),
        atomic_stream(Path("/dev/full")) as stream,
    ):
        stream.write(CONTENT)


@pytest.mark.parametrize(
    ("name", "suffix"), [("a.tsv", ".tsv"), ("a.tsv.zst", ".tsv"), ("a.gz", ""), ("a.b.c", ".c")]
)
def test_the_suffix_of_a_format_is_the_one_before_that_of_its_packing(name, suffix):
    assert format_suffix(Path(name)) == suffix
