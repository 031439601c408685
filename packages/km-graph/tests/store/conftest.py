"""A disk that counts what is asked of it, and fails where it is told to."""

from collections.abc import Iterator

import apsw
import pytest


class Disk:
    """What happened to the journals of this process since ``reset``.

    Attributes:
        writes: How many writes there were.
        syncs: How many times a file was brought to disk.
        fail_at: The write or sync, counted together from 1, that fails; and all after it.
        error: How it fails.
    """

    def __init__(self) -> None:
        self.error: type[apsw.Error] = apsw.IOError
        self.reset()

    def reset(self, fail_at: int | None = None) -> None:
        self.writes = self.syncs = 0
        self.fail_at = fail_at

    def check(self) -> None:
        if self.fail_at is not None and self.writes + self.syncs >= self.fail_at:
            raise self.error("injected")


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, vfs: str, name: object, flags: list[int]) -> None:
        super().__init__(vfs, name, flags)
        self.disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # as apsw has it
        self.disk.writes += 1
        try:
            self.disk.check()
        except apsw.FullError:
            super().xWrite(data[: len(data) // 2], offset)  # what still had room
            raise
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802  # as apsw has it
        self.disk.syncs += 1
        self.disk.check()
        super().xSync(flags)


class _System(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.below = apsw.vfs_names()[0]
        super().__init__("counting", self.below, makedefault=True)

    def xOpen(self, name: object, flags: list[int]) -> _File:  # noqa: N802  # as apsw has it
        return _File(self.disk, self.below, name, flags)


@pytest.fixture
def disk() -> Iterator[Disk]:
    """The disk under all journals that are opened in the test."""
    disk = Disk()
    system = _System(disk)
    yield disk
    disk.reset()
    system.unregister()
    apsw.set_default_vfs(system.below)
