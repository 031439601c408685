"""The executor ``ray`` is looked at where Ray is installed; it is too large to be everywhere."""

# ruff: noqa: INP001 - pytest finds it here

from importlib.util import find_spec

collect_ignore = [] if find_spec("ray") else ["src/km_data/executors/ray.py"]
