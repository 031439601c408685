"""A table for notebooks, in the colours of the page it stands on."""

from collections.abc import Iterable
from html import escape


def html_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of text, which is escaped.

    Example:
        >>> "a&amp;b" in html_table(["label"], [["a&b"]])
        True
    """
    # No colours of its own: grey with an alpha is a border on light and on dark pages.
    cell = 'style="text-align:left;padding:2px 12px 2px 0;border-bottom:1px solid #8884"'
    lines = [_row("th", cell, head), *(_row("td", cell, row) for row in rows)]
    style = "display:inline-table;border-collapse:collapse;margin:6px 24px 0 0;vertical-align:top"
    return f'<table style="{style}">{"".join(lines)}</table>'


def _row(tag: str, cell: str, texts: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag} {cell}>{escape(text)}</{tag}>' for text in texts)}</tr>"
