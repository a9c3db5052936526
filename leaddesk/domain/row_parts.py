"""Reads some values out of a record, without decoding the rest of it. Pure.

A lead has a hundred values, and often three or twelve of them are wanted. msgspec passes over what a type does not
name, in a fifth of the time of decoding it. What it passes over it has found to be JSON, but for two things that
`domain.record.decode_json` refuses: see `is_ordinary`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from leaddesk.domain.cell import NOT_SENT

Tree = dict[str, "Tree | int"]
"""Keys down to the number of a path."""

_Plan = tuple[tuple[str, "_Plan | None"], ...]
"""Keys in the order of a type's fields; with a plan of its own what is an object."""

_MOST_DIGITS: Final = 4300
_STEP: Final = 512
_ENDLESS_NUMBER: Final = re.compile(rb"[0-9]{%d}" % (_MOST_DIGITS // _STEP))


class RowParts:
    """Reads the values at these paths."""

    def __init__(self, paths: Iterable[tuple[str, ...]]) -> None:
        """Prepare a decoder."""
        tree = build_tree(tuple(dict.fromkeys(paths)))
        self._decoder = None if tree is None else msgspec.json.Decoder(build_shape(tree))
        self._plan = _build_plan(tree or {})

    def read(self, source: bytes) -> dict[str, Any] | None:
        """The object with what stands at the paths, and nothing else; an object on the way that is null is left out.

        None when it takes decoding all of it: it is no object, or another thing stands where a path leads through an
        object, or it is no JSON, or the paths themselves cannot be told apart.
        """
        if self._decoder is None:
            return None
        try:
            return _as_object(self._decoder.decode(source), self._plan)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None


def is_ordinary(source: bytes) -> bool:
    """Whether what msgspec passes over in this JSON can be decoded: it is UTF-8, and no whole number in it has more
    than 4,300 digits, the most that Python reads. It may say no of what is fine, and never the other way round.
    """
    if len(source) > _MOST_DIGITS and _ENDLESS_NUMBER.search(source[::_STEP]):  # so many digits meet every 512th byte
        return False
    if source.isascii():
        return True
    try:
        str(source, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def build_tree(paths: Iterable[tuple[str, ...]]) -> Tree | None:
    """None when one path leads through another's end, or a name cannot stand in a type."""
    tree: Tree = {}
    for number, path in enumerate(paths):
        branch = tree
        for step in path[:-1]:
            inner = branch.setdefault(step, {})
            if isinstance(inner, int):
                return None
            branch = inner
        if not path or path[-1] in branch or not all(_can_be_named(step) for step in path):
            return None
        branch[path[-1]] = number
    return tree


def build_shape(tree: Tree) -> type[msgspec.Struct]:
    """A type whose n-th field, `field_n`, is the n-th key of the tree: any value, NOT_SENT when it is missing; or the
    type of the object there, None when it is missing or null.
    """
    fields: list[tuple[str, Any, Any]] = []
    names: dict[str, str] = {}
    for number, (key, inner) in enumerate(tree.items()):
        name = f"field_{number}"
        if isinstance(inner, int):
            fields.append((name, Any, NOT_SENT))
        else:
            fields.append((name, build_shape(inner) | None, None))
        names[name] = key
    return msgspec.defstruct("Row", fields, rename=names, gc=False)


def _can_be_named(key: str) -> bool:
    return key.isprintable() and not set(key) & {'"', "\\"}


def _build_plan(tree: Tree) -> _Plan:
    return tuple((key, None if isinstance(inner, int) else _build_plan(inner)) for key, inner in tree.items())


def _as_object(row: msgspec.Struct, plan: _Plan) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (key, inner), value in zip(plan, msgspec.structs.astuple(row), strict=True):
        if inner is None:
            if value is not NOT_SENT:
                found[key] = value
        elif value is not None:
            found[key] = _as_object(value, inner)
    return found
