"""Elements of HTML and SVG; text is escaped, so a label stays a label whatever it holds."""

from html import escape


def element(name: str, *children: str, text: str = "", **attributes: object) -> str:
    """One element; ``children`` are markup, ``text`` and the attributes are escaped.

    A trailing underscore is dropped from the name of an attribute, and others become dashes.

    Example:
        >>> element("text", text="a < b", class_="axis", text_anchor="end", x=3)
        '<text class="axis" text-anchor="end" x="3">a &lt; b</text>'
    """
    stated = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{stated}>{escape(text)}{''.join(children)}</{name}>"


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters.

    Example:
        >>> shortened("Paris", 4), shortened("Paris", 5)
        ('Par…', 'Paris')
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
