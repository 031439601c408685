"""Labels as people are shown them: on one line, not too long, nothing hidden."""


def shown(label: str, longest: int = 60) -> str:
    r"""A label with what cannot be seen written as an escape, its middle left out if it is long.

    Example:
        >>> shown("Paris\n\u202eX")
        'Paris\\n\\u202eX'
        >>> shown("/film/film/genre", 9)
        '/fil…enre'
    """
    if len(label) <= longest:
        text = _visible(label)
    else:
        text = _visible(label[:longest]) + "…" + _visible(label[-longest:])
    if len(text) <= longest:
        return text
    before = longest // 2
    return text[:before] + "…" + text[before + 1 - longest :]


def _visible(label: str) -> str:
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in label
    )
