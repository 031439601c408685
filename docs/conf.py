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
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
nitpick_ignore_regex = [("py:.*", r".*")]  # numpy, torch and pydantic inventories need a network
napoleon_use_ivar = True  # attributes are described once, in the docstring of their class


def _is_field(_app, _what, _name, member, skip, _options):
    """Leave the "alias for field number 0" of named tuples out."""
    return True if type(member).__name__ == "_tuplegetter" else skip


def setup(app):
    """Connect to Sphinx."""
    app.connect("autodoc-skip-member", _is_field)
