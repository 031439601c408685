r"""Text from graphs and users, so that it cannot break out of its place in a prompt.

A label may hold anything: line breaks, ``</PATH>``, ``<|im_start|>``. Tokenizers look for such
markers in the text itself, wherever they stand. So a backslash is put inside each one, line breaks
and what steers a terminal or the direction of writing are spelled out, and backslashes are doubled.
All of it can be undone, and a label without any of these stays as it is.

- ``\`` is written ``\\``; line feed and carriage return are ``\n`` and ``\r``.
- Other control, bidirectional and invisible characters are ``\u202e`` or ``\U000e0041``.
- ``<PATH>``, ``<|im_start|>``, ``[INST]`` are ``<\PATH>``, ``<\|im_start|>``, ``[\INST]``.
- The arrows ``->`` and ``<-`` are ``-\>`` and ``<\-``.
"""

import re

_BRACKETED = (
    "AVAILABLE_TOOLS",
    "BOS",
    "CLS",
    "EOS",
    "gMASK",
    "IMG",
    "INST",
    "MASK",
    "PAD",
    "PREFIX",
    "SEP",
    "SUFFIX",
    "SYS",
    "SYSTEM_PROMPT",
    "THINK",
    "TOOL_CALLS",
    "TOOL_RESULTS",
    "topic",
    "UNK",
)
"""Names that are markers in square brackets; other words in brackets are ordinary labels."""

# Where a marker begins: the character after its first one. In angle brackets every name is taken
# for a marker (<s>, </think>, <<SYS>>, <0x0A>, <extra_id_0>), because models add new ones daily.
_MARKER_PLACES = (
    r"(?<=[<＜])[|｜]",
    r"(?<=[<＜])(?=[<＜]?/?\w[^<>＜＞\s]*[>＞]).",
    rf"(?<=\[)(?=/?(?i:{'|'.join(_BRACKETED)})\]).",
    r"(?<=-)>",
    r"(?<=<)-",
)
_HIDDEN_ONES = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
# Joiners belong into words of many scripts, and into emoji; elsewhere they only hide something.
_JOINED = f"[^\x00-\x7f{_HIDDEN_ONES}\u200c\u200d]"
_HIDDEN = f"[{_HIDDEN_ONES}]|(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})"
_MARKED = re.compile("|".join((_HIDDEN, *_MARKER_PLACES)))
_SPECIAL = re.compile("|".join((r"\\", _HIDDEN, *_MARKER_PLACES)))
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|U(000[0-9a-f]{5}|0010[0-9a-f]{4})|(.))", re.DOTALL)
_LETTERS = {"\n": "n", "\r": "r"}
_TAKEN = "nruU"  # what a backslash before them already means


def is_plain(text: str) -> bool:
    """Whether a text surely stays as it is; said fast, and False for some that stay as well."""
    return (  # ten times as fast as a regular expression
        text.isprintable()
        and "<" not in text
        and "->" not in text
        and "[" not in text
        and "\\" not in text
        and "＜" not in text
    )


def escaped(text: str) -> str:
    r"""A text on one line that no tokenizer takes a marker from; ``unescaped`` undoes it.

    Example:
        >>> print(escaped("Michael Mann"), escaped("</PATH>\n<|im_start|>"))
        Michael Mann <\/PATH>\n<\|im_start|>
    """
    return text if is_plain(text) else _SPECIAL.sub(_spelled, text)


def escaped_whole(text: str) -> str:
    r"""As ``escaped``, with white space at either end spelled out, so that trimming loses nothing.

    Example:
        >>> print(escaped_whole(" x"))
        \u0020x
    """
    inner = text.strip()
    if inner == text:
        return escaped(text)
    start = text.index(inner)
    ends = (text[:start], text[start + len(inner) :])
    left, right = ("".join(map(_code, end)) for end in ends)
    return left + escaped(inner) + right


def unescaped(text: str) -> str:
    r"""The text that ``escaped`` was given; a lone backslash at the end stays.

    Example:
        >>> unescaped(r"<\PATH>\u0020\\")
        '<PATH> \\'
    """
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def json_escaped(document: str) -> str:
    r"""JSON that no tokenizer takes a marker from, by JSON's own escapes; it reads the same.

    Example:
        >>> print(json_escaped('["</PATH>"]'))
        ["<\u002fPATH>"]
    """
    return _MARKED.sub(lambda found: _units(found[0]), document)


def has_marker(text: str) -> bool:
    """Whether there is a marker, a line break or a hidden character in a text."""
    return _MARKED.search(text) is not None


def _spelled(found: re.Match[str]) -> str:
    character = found[0]
    if character in _LETTERS:
        return "\\" + _LETTERS[character]
    if character in _TAKEN or not character.isprintable():
        return _code(character)
    return "\\" + character


def _code(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _units(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD7C0 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _meant(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    return {"n": "\n", "r": "\r"}.get(found[3], found[3])
