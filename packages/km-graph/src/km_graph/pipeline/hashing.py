"""Content hashes that are not computed twice for files that did not change."""

import time
from pathlib import Path

from km_graph.errors import DataError
from km_graph.files import read_json, sha256, write_json

# A file written to less than this before it was hashed may change again within one tick of its
# time stamp, so its hash is not remembered.
_SETTLED_NS = 2_000_000_000

Stamp = list[int]


class HashCache:
    """SHA-256 of files and folders, remembered by size, times and inode.

    Args:
        file: Where hashes are kept between runs.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, tuple[Stamp, str]] = {}
        try:
            self.known = {
                path: (stamp, digest) for path, (stamp, digest) in read_json(file).items()
            }
        except (DataError, ValueError, TypeError, AttributeError):
            self.known = {}  # missing or damaged: only time is lost

    def sha256(self, path: Path) -> str:
        """The hash ``km_graph.files.sha256`` gives."""
        return sha256(path, of_file=self._of_file)

    def save(self) -> None:
        """Keep what is known for the next run."""
        write_json(self.file, self.known)

    def _of_file(self, path: Path) -> str:
        key, stamp = str(path.resolve()), _stamp(path)
        if key in self.known and self.known[key][0] == stamp:
            return self.known[key][1]
        now = time.time_ns()
        digest = sha256(path)
        self.known.pop(key, None)
        if now - max(stamp[1:3]) > _SETTLED_NS and stamp == _stamp(path):
            self.known[key] = (stamp, digest)
        return digest


def _stamp(path: Path) -> Stamp:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev]
