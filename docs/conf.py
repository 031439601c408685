"""Sphinx configuration: Markdown pages, API pages from docstrings, warnings as errors."""

project = "Knowledge-Mixer"
author = "The Knowledge-Mixer developers"
copyright = "2026, The Knowledge-Mixer developers"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Knowledge-Mixer"
exclude_patterns = ["_build", "requirements.txt"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"
nitpick_ignore_regex = [("py:.*", r".*")]  # numpy, torch and pydantic inventories need a network
