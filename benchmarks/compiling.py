"""The C++ programs of this folder, compiled where a compiler is and kept until a source changes."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from measuring import CACHE

_CPP = Path(__file__).parent / "cpp"
_INCLUDE = Path(__file__).parents[1] / "packages" / "km-walk-native" / "include"


def compiled(name: str) -> Path | None:
    """The program made of ``cpp/<name>.cpp``; None where there is no compiler."""
    compiler = shutil.which(os.environ.get("CXX", "c++"))
    if compiler is None:
        return None
    sources = sorted([*_INCLUDE.rglob("*.hpp"), *_CPP.glob("*.hpp"), _CPP / f"{name}.cpp"])
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()
    program = CACHE / f"{name}-{digest[:16]}"
    if not program.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        partial = program.with_suffix(".partial")
        flags = ("-std=c++20", "-O3", "-ffp-contract=off", "-pthread", f"-I{_INCLUDE}")
        source = str(_CPP / f"{name}.cpp")
        subprocess.run([compiler, *flags, source, "-o", str(partial)], check=True)
        partial.replace(program)
    return program
