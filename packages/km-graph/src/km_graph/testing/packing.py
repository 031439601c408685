"""Bytes packed in each way that readers unpack."""

import bz2
import gzip
import importlib.util
import lzma
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

_ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
HAS_ZSTD = importlib.util.find_spec(_ZSTD.partition(".")[0]) is not None
"""Whether the extra ``km-graph[zstd]`` is installed."""

SUFFIXES = [
    ".gz",
    ".bz2",
    ".xz",
    pytest.param(
        ".zst",
        marks=pytest.mark.skipif(not HAS_ZSTD, reason="the extra km-graph[zstd] is not here"),
    ),
]
"""Parameters of a test that is run for each way of packing."""


def pack(content: bytes, suffix: str) -> bytes:
    """The content as a file of that suffix holds it."""
    if suffix == ".zst":
        zstd: Any = import_module(_ZSTD)
        return bytes(zstd.compress(content, options={zstd.CompressionParameter.checksum_flag: 1}))
    ways: dict[str, Callable[[bytes], bytes]] = {
        ".gz": gzip.compress,
        ".bz2": bz2.compress,
        ".xz": lzma.compress,
    }
    return ways[suffix](content)
