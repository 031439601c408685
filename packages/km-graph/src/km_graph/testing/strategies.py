"""Hypothesis strategies of labels and triples that formats find hard."""

from hypothesis import strategies as st

Triples = list[tuple[str, str, str]]

_NASTY = (
    *("NA", "null", "None", "nan", "007", "1e5", "true", " spaced ", "-", "#", "."),
    *('"', '""', "'", '"quoted"', "a,b", "a|b", "a\tb", "a\nb", "a\r", "\r\n", "\\", "\\n", "\0"),
    *("\u0085", "\u2028", "\ufeff", "\ufeffa", "e\u0301", "\u00e9", "\U0001f3de", "\uffff"),
    *("<a>", "^a", "a/b", "http://example.org/a", "http://example.org/a b", "http:", "a:b"),
    *("_:a", "_:a.", "urn:km:a", "urn:km:%41", "urn:km:", '"a"@en', '"a"^^<http://b/c>'),
    *('"\\u0041"', '"\\t"', '"a"@', '"a"^^<b>', '"a"^^<http://www.w3.org/2001/XMLSchema#string>'),
)


def labels(*, without: str = "", empty: bool = False) -> st.SearchStrategy[str]:
    """Labels of any characters but those in ``without``, troublesome ones often among them."""
    # Surrogates are not characters: no UTF-8 text can hold one.
    characters = st.characters(exclude_categories=["Cs"], exclude_characters=without)
    nasty = [label for label in _NASTY if not set(without) & set(label)]
    return st.sampled_from(nasty) | st.text(characters, min_size=0 if empty else 1, max_size=8)


def triples(
    *, without: str = "", empty: bool = False, max_size: int = 8
) -> st.SearchStrategy[Triples]:
    """At least one triple of such labels, repeats and self-loops among them."""
    few = st.lists(labels(without=without, empty=empty), min_size=1, max_size=5)
    return few.flatmap(
        lambda some: st.lists(
            st.tuples(st.sampled_from(some), st.sampled_from(some), st.sampled_from(some)),
            min_size=1,
            max_size=max_size,
        )
    )
