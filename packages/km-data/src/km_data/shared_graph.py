"""A graph that several processes open for themselves, mapped from its folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from km_graph.formats.folder import is_graph_folder, read_graph, write_graph
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph
from km_graph.progress import SILENT, Progress


class SharedGraph:
    """A graph that is pickled as the path of its folder and opened there again, not copied."""

    def __init__(self, graph: KnowledgeGraph, folder: Path | None) -> None:
        self.graph = graph
        self._folder = folder

    def __reduce__(self) -> tuple[object, ...]:
        assert self._folder is not None, "share(..., elsewhere=False) keeps it in this process"
        return _opened, (self._folder,)


def _opened(folder: Path) -> SharedGraph:
    return SharedGraph(read_graph(folder), folder)


@contextmanager
def share(
    path: Path, *, elsewhere: bool, beside: Path, progress: Progress = SILENT
) -> Iterator[SharedGraph]:
    """The graph of a path; where it is no graph folder, one is written for the time being.

    Args:
        path: Whatever ``open_graph`` opens.
        elsewhere: Whether other processes are to open it.
        beside: Where a folder may be written, if one is needed.
        progress: Where to say how far reading has come.
    """
    graph = open_graph(path, progress=progress)
    if is_graph_folder(path) or not elsewhere:
        yield SharedGraph(graph, path.absolute() if is_graph_folder(path) else None)
        return
    with TemporaryDirectory(dir=beside, prefix=".graph-") as folder:
        write_graph(graph, folder)
        yield _opened(Path(folder))
