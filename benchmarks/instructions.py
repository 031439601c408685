"""Count the instructions of the hottest calls: the same on a busy machine and an idle one.

    python benchmarks/instructions.py

Needs a C++ compiler and valgrind (Linux). Instructions of several calls less those of one, so
that making the graph does not count.
"""

import shutil
import subprocess
import sys

from compiling import compiled

CALLS = {
    "walk": "uniform walk, a step",
    "follow": "follow 2 relations, a query",
    "neighborhood": "2-hop neighbourhood, a query",
}
TIMES = 3


def main() -> int:
    """Print a table, or what is missing."""
    program = compiled("hot_calls")
    if program is None or shutil.which("valgrind") is None:
        print("instructions are counted with a C++ compiler and valgrind; one is not installed")
        return 1
    print("| call (15,000 entities, 300,000 triples) | instructions |\n|---|--:|")
    for name, what in CALLS.items():
        less, n = counted(str(program), name, 1)
        more, _ = counted(str(program), name, 1 + TIMES)
        print(f"| {what} | {(more - less) / (TIMES * n):,.0f} |", flush=True)
    return 0


def counted(program: str, name: str, times: int) -> tuple[int, int]:
    """Instructions of a run, and the steps or queries of one of its calls."""
    valgrind = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
    run = subprocess.run(
        [*valgrind, program, name, str(times)], capture_output=True, text=True, check=True
    )
    said = next(line for line in run.stderr.splitlines() if "Collected" in line)
    return int(said.split()[-1]), int(run.stdout)


if __name__ == "__main__":
    sys.exit(main())
