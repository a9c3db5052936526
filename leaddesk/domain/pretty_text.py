"""Requests and replies made readable: JSON and XML indented, form data one pair a line, obvious secrets masked.

Only the layout changes: tokens are moved, never decoded and written anew, so every digit, escape and repeated key
stays as it was sent. XML is never parsed with entities, and a text with a DOCTYPE is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_plus

import msgspec

MASK: Final = "•••"
LONGEST_LAID_OUT: Final = 1_000_000
"""Characters of the longest text that is laid out; longer ones are only masked."""

_MOST_DEPTH: Final = 200
_INDENT: Final = "  "
_SECRET_PARTS: Final = (
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "authorization",
    "credential",
)
_SECRET_WORDS: Final = frozenset({"pwd", "pw", "token", "auth", "bearer"})
_SECRET_LAST_WORDS: Final = frozenset({"key", "pass"})
_NAME_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

_JSON_PIECE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_XML_BRACKETS: Final = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))
_XML_ATTRIBUTE: Final = re.compile(r"""([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_FORM: Final = re.compile(r"[^\s=&<>{}\"/:?]+=(?!=)[^\s&<>]*(?:&[^\s=&<>{}\"]*(?:=[^\s&<>]*)?)*")

_LOOSE_AUTHORIZATION: Final = re.compile(
    r"(?i)\b(authorization[\"']?[ \t]*[:=][ \t]*[\"']?)(bearer |basic |digest )?[^\s•,;\"']+"
)
_LOOSE_ELEMENT: Final = re.compile(r"(<([\w:.-]{1,60})(?:\s[^<>]*)?>)([^<>•]+)(?=</)")
_LOOSE_ESCAPED: Final = re.compile(
    r"""((?<!\\)\\{1,8}"([\w.-]{1,60})\\{1,8}"\s{0,8}:\s{0,8}\\{1,8}")([^"\\•]+)(?=\\{1,8}")"""
)
_LOOSE_NAME: Final = re.compile(r"""\b([A-Za-z][\w.-]{1,40})\\{0,8}["']?[ \t]{0,40}[=:][ \t]{0,40}\\{0,8}""")
_LOOSE_VALUE: Final = re.compile(r""""(?:[^"\\\n]|\\.)*"|["']?[^\s"'&<>,;{}\[\]•\\]+""")
_NOT_SECRET: Final = frozenset({"", "null", "true", "false", "bearer", "basic", "digest"})


@dataclass(frozen=True, slots=True)
class PrettyText:
    """A text for reading, and a note that says what was done to it (empty: nothing)."""

    text: str
    note: str = ""


@dataclass(slots=True)
class _Masked:
    count: int = 0


@dataclass(slots=True)
class _Lines:
    """Text being laid out, with the depth it has reached."""

    parts: list[str] = field(default_factory=list[str])
    depth: int = 0

    def new_line(self) -> None:
        if self.parts:
            self.parts.append("\n" + _INDENT * self.depth)


def prettify(text: str) -> PrettyText:
    """Lay a request or reply out for reading. Always plain text; never raises for what the text holds."""
    masked = _Masked()
    trimmed = text.strip()
    laid_out, what = _lay_out(trimmed, masked) if len(trimmed) <= LONGEST_LAID_OUT else (None, "")
    shown = _mask_loose_pairs(text if laid_out is None else laid_out, masked)
    notes = [what] if what else []
    if masked.count:
        notes.append("Values that look like passwords, tokens or keys are masked (•••).")
    return PrettyText(shown, " ".join(notes))


def is_secret_name(name: str) -> bool:
    """Whether a value of this name is likely a password, token or key (`api_key`, `AuthToken`, `pwd`)."""
    words = [word.lower() for word in _NAME_WORD.findall(name)]
    joined = "".join(words)
    if any(part in joined for part in _SECRET_PARTS) or _SECRET_WORDS.intersection(words):
        return True
    return bool(words) and words[-1] in _SECRET_LAST_WORDS


def _lay_out(text: str, masked: _Masked) -> tuple[str | None, str]:
    if text.startswith(("{", "[")) and _is_json(text):
        return _lay_out_json(text, masked), "JSON, indented for reading."
    if text.startswith("<"):
        laid_out = _lay_out_xml(text, masked)
        return laid_out, "XML, indented for reading." if laid_out is not None else ""
    if _FORM.fullmatch(text):
        return _lay_out_form(text, masked), "Form data, decoded, one value a line."
    return None, ""


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text.encode("utf-8", "replace"), type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return max(_depths(text), default=0) <= _MOST_DEPTH


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for piece in _JSON_PIECE.findall(text):
        depth += (piece in "{[") - (piece in "}]")
        yield depth


def _lay_out_json(text: str, masked: _Masked) -> str:
    lines = _Lines()
    pieces = _JSON_PIECE.findall(text)
    is_secret_value = False
    for place, piece in enumerate(pieces):
        if piece in "{[":
            lines.parts.append(piece)
            lines.depth += 1
            if pieces[place + 1] not in "}]":
                lines.new_line()
        elif piece in "}]":
            lines.depth -= 1
            if pieces[place - 1] not in "{[":
                lines.new_line()
            lines.parts.append(piece)
        elif piece == ",":
            lines.parts.append(piece)
            lines.new_line()
        elif piece == ":":
            lines.parts.append(": ")
            is_secret_value = pieces[place + 1] not in "{[" and is_secret_name(pieces[place - 1])
        else:
            lines.parts.append(_masked_json_value(piece, masked) if is_secret_value else piece)
            is_secret_value = False
    return "".join(lines.parts)


def _masked_json_value(piece: str, masked: _Masked) -> str:
    if piece in {'""', "null", "true", "false"}:
        return piece
    masked.count += 1
    return f'"{MASK}"'


def _lay_out_xml(text: str, masked: _Masked) -> str | None:
    """None when it is not balanced, too deep, or declares a document type."""
    pieces = _split_xml(text)
    if pieces is None:
        return None
    lines = _Lines()
    open_names: list[str] = []
    for place, piece in enumerate(pieces):
        if piece.startswith("</"):
            if not open_names or open_names.pop() != _tag_name(piece):
                return None
            lines.depth -= 1
            if _ends_a_line(pieces[place - 1]):
                lines.new_line()
            lines.parts.append(piece)
        elif not piece.startswith("<") or piece.startswith("<![CDATA["):
            lines.parts.append(_masked_xml_text(piece, open_names, masked))
        else:
            lines.new_line()
            lines.parts.append(_mask_attributes(piece, masked))
            if _is_opening(piece):
                open_names.append(_tag_name(piece))
                lines.depth += 1
        if lines.depth > _MOST_DEPTH:
            return None
    return None if open_names else "".join(lines.parts)


def _split_xml(text: str) -> list[str] | None:
    """Tags, comments, CDATA and the texts between them, without blank texts; in one pass over the text.

    None for a document type or a bracket that is left open: that is not markup to be moved about.
    """
    pieces: list[str] = []
    place = 0
    while place < len(text):
        if text[place] != "<":
            end = text.find("<", place)
            end = len(text) if end < 0 else end
        elif text[place + 1 : place + 2] == "!" and not text.startswith(("<!--", "<![CDATA["), place):
            return None
        else:
            close = next((close for start, close in _XML_BRACKETS if text.startswith(start, place)), ">")
            found = text.find(close, place + 1)
            if found < 0:
                return None
            end = found + len(close)
        if text[place:end].strip():
            pieces.append(text[place:end])
        place = end
    return pieces


def _is_opening(tag: str) -> bool:
    return tag[1:2] not in {"!", "?"} and not tag.endswith("/>")


def _ends_a_line(piece: str) -> bool:
    """Whether a closing tag after this piece begins a line of its own."""
    return piece.startswith(("</", "<!--", "<?")) or (piece.startswith("<") and piece.endswith("/>"))


def _tag_name(tag: str) -> str:
    return re.split(r"[\s>/]", tag.lstrip("</"), maxsplit=1)[0]


def _masked_xml_text(text: str, open_names: list[str], masked: _Masked) -> str:
    if not open_names or not is_secret_name(open_names[-1].rpartition(":")[2]):
        return text
    masked.count += 1
    return MASK


def _mask_attributes(tag: str, masked: _Masked) -> str:
    def mask(match: re.Match[str]) -> str:
        if not is_secret_name(match[1]) or len(match[3]) <= len('""'):
            return match[0]
        masked.count += 1
        return f"{match[1]}{match[2]}{match[3][0]}{MASK}{match[3][0]}"

    return _XML_ATTRIBUTE.sub(mask, tag)


def _lay_out_form(text: str, masked: _Masked) -> str:
    lines: list[str] = []
    for pair in text.split("&"):
        name, equals, value = pair.partition("=")
        shown = unquote_plus(value)
        if shown and is_secret_name(unquote_plus(name)):
            shown = MASK
            masked.count += 1
        lines.append(f"{unquote_plus(name)}{' = ' if equals else ''}{shown}")
    return "\n".join(lines)


def _mask_loose_pairs(text: str, masked: _Masked) -> str:
    """Mask `name=value`, `"name": "value"`, `<name>value</name>` and `Authorization: ...` in running text."""

    def mask_authorization(match: re.Match[str]) -> str:
        masked.count += 1
        return f"{match[1]}{match[2] or ''}{MASK}"

    def mask_named(match: re.Match[str]) -> str:
        if not is_secret_name(match[2].rpartition(":")[2]) or not match[3].strip():
            return match[0]
        masked.count += 1
        return match[1] + MASK

    text = _LOOSE_AUTHORIZATION.sub(mask_authorization, text)
    text = _LOOSE_ESCAPED.sub(mask_named, _LOOSE_ELEMENT.sub(mask_named, text))
    return _mask_pairs(text, masked)


def _mask_pairs(text: str, masked: _Masked) -> str:
    parts: list[str] = []
    place = 0
    for name in _LOOSE_NAME.finditer(text):
        if name.start() < place or not is_secret_name(name[1]):
            continue
        value = _LOOSE_VALUE.match(text, name.end())
        bare = "" if value is None else value[0].strip("\"'")
        if value is None or bare.lower() in _NOT_SECRET or bare.startswith(MASK):
            continue
        quote = value[0][0] if value[0][0] in "\"'" else ""
        parts += (text[place : name.end()], quote, MASK, quote if value[0].endswith(quote) else "")
        place = value.end()
        masked.count += 1
    return "".join((*parts, text[place:]))
