"""Values of fields compared: what they say, not how it is wrapped."""

from __future__ import annotations

import re

_PIECE = re.compile(r"%[^\r\n]*+|[ \t\r\n\f\v#]++|[^\s{}\"#%]++")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r'[{}"]')


def said(value: str) -> tuple[str, ...]:
    r"""What a value says: texts without delimiters, white space collapsed, and macros.

    Texts, of which a number is one, stand at even places and macros, in lower case, at odd.

    >>> said('{Two  {Words}}') == said('"Two\n {Words}"')
    True
    >>> said('2017') == said('{2017}'), said('jun'), said('"~1 " # JUN')
    (True, ('', 'jun', ''), ('~1', 'jun', ''))
    """
    parts = [""]
    for text, is_macro in _tokens(value):
        if is_macro:
            parts += [text.lower(), ""]
        else:
            parts[-1] += text
    return tuple(_SPACE.sub(" ", part).strip() for part in parts)


def wrapped_as(value: str, sample: str) -> str:
    """A value in the delimiters of another one, where it can stand in them.

    >>> wrapped_as("{New}", '"Old"'), wrapped_as('{A "New" One}', '"Old"')
    ('"New"', '{A "New" One}')
    """
    tokens, samples = list(_tokens(value)), list(_tokens(sample))
    if not sample.startswith('"') or len(samples) != 1:
        return value
    if len(tokens) != 1 or not value.startswith("{") or _has_open_quote(value):
        return value
    return f'"{tokens[0][0]}"'


def _tokens(value: str) -> list[tuple[str, bool]]:
    """The texts of a value without their delimiters, and its macros, which are marked."""
    tokens: list[tuple[str, bool]] = []
    position = 0
    while position < len(value):
        if value[position] in '{"':
            end = _end(value, position)
            tokens.append((value[position + 1 : end - 1], False))
            position = end
            continue
        piece = _PIECE.match(value, position)
        if piece is None:  # no value that was read has such a character; be sure to go on
            position += 1
            continue
        if not piece[0][0].isspace() and piece[0][0] not in "#%":
            tokens.append((piece[0], not piece[0].isdigit()))
        position = piece.end()
    return tokens


def _end(value: str, start: int) -> int:
    """Where the string ends that starts here."""
    marks = _BRACE if value[start] == "{" else _BRACE_OR_QUOTE
    depth = 0
    for mark in marks.finditer(value, start + (value[start] == '"')):
        if mark[0] == '"' and not depth:
            return mark.end()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark[0] == "}" and value[start] == "{" and not depth:
            return mark.end()
    return len(value)


def _has_open_quote(value: str) -> bool:
    """Whether a quotation mark stands outside of all braces but the outer ones."""
    depth = 0
    for mark in _BRACE_OR_QUOTE.finditer(value):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark[0] == '"' and depth == 1:
            return True
    return False
