"""A SPARQL query taken apart just far enough to be asked page by page.

Only words outside of strings, IRIs, names and braces are looked at; the server does the parsing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from km_graph.errors import ConfigError

EVERYTHING = "SELECT ?head ?relation ?tail WHERE { ?head ?relation ?tail }"

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string> \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''(?:[^\\]|\\.)*?'''
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<name> [\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)* | _:\w+ )
    | (?P<word> [A-Za-z]\w* )
    | (?P<open> [{(] )
    | (?P<close> [})] )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = {"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"}
_MODIFIERS = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}


@dataclass(frozen=True, slots=True)
class PagedQuery:
    """A query that can be asked for one page.

    Attributes:
        form: ``"SELECT"`` or ``"CONSTRUCT"``.
        whole: Whether it has a LIMIT or OFFSET of its own, and is asked as it stands.
        text: The query.
        values: Where a VALUES clause at its end begins; what goes before that ends a page.
        order: What puts its solutions into an order that lasts, if the query has none.
        solutions: A CONSTRUCT query turned into one for its solutions, up to ``values``.
    """

    form: str
    whole: bool
    text: str
    values: int
    order: str
    solutions: str

    @classmethod
    def of(cls, text: str, *, ordered: bool = True) -> "PagedQuery":
        """Take a query apart.

        Raises:
            ConfigError: If it is neither a SELECT nor a CONSTRUCT query, or cannot be paged.
        """
        words = list(_outer_words(text))
        form, start = next(((word, at) for word, at in words if word in _FORMS), ("", 0))
        if form not in ("SELECT", "CONSTRUCT"):
            raise ConfigError(
                "query",
                ["expected CONSTRUCT, or SELECT with ?head, ?relation and ?tail"],
                hint=f"such as {EVERYTHING}",
            )
        modifiers = {word: at for word, at in words if word in _MODIFIERS and at > start}
        if form == "CONSTRUCT" and "GROUP" in modifiers:
            raise ConfigError("query", ["CONSTRUCT with GROUP BY"], hint="group in a sub-SELECT")
        values = modifiers.get("VALUES", len(text))
        pattern = text[_template_end(text, start) : values] if form == "CONSTRUCT" else ""
        return cls(
            form=form,
            whole=not modifiers.keys().isdisjoint({"LIMIT", "OFFSET"}),
            text=text,
            values=values,
            order=_order(form, pattern) if ordered and "ORDER" not in modifiers else "",
            solutions=f"{text[:start]}SELECT *{pattern}",
        )

    def page(self, size: int, offset: int) -> str:
        """The query for so many solutions from one on."""
        return self._limited(self.text[: self.values], size, offset)

    def probe(self, offset: int) -> str:
        """A query with one row if a CONSTRUCT query has a solution from there on, else none."""
        return self._limited(self.solutions, 1, offset)

    def _limited(self, asked: str, size: int, offset: int) -> str:
        # On a line of its own: the query may end in a comment.
        return f"{asked}\n{self.order} LIMIT {size} OFFSET {offset}\n{self.text[self.values :]}"


def _outer_words(text: str) -> Iterator[tuple[str, int]]:
    depth = 0
    for match in _TOKEN.finditer(text):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
        elif match["word"] and depth == 0:
            yield match["word"].upper(), match.start()


def _template_end(text: str, start: int) -> int:
    """Where the part of a CONSTRUCT query after its template begins."""
    depth, end = 0, start + len("CONSTRUCT")
    for match in _TOKEN.finditer(text, end):
        if match["word"] and depth == 0:
            return end  # CONSTRUCT WHERE: the pattern is the template
        depth += 1 if match["open"] else -1 if match["close"] else 0
        if match["close"] and depth == 0:
            return match.end()
    return end


def _order(form: str, pattern: str) -> str:
    names = ["head", "relation", "tail"]
    if form == "CONSTRUCT":
        found = (match["variable"] for match in _TOKEN.finditer(pattern))
        names = sorted({variable[1:] for variable in found if variable})
    return "ORDER BY " + " ".join(f"?{name}" for name in names) if names else ""
