"""Tests run on the installed package: the sources alone lack the compiled module."""

# ruff: noqa: INP001 - pytest finds it here

collect_ignore_glob = ["src/*"]
