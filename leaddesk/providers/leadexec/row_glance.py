"""What a page needs to know of each of its rows, read without decoding the rest of them. Pure.

That is the id, and the values that were sorted or filtered by. A row that is out of the ordinary is decoded whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from leaddesk.domain.row_parts import RowParts, is_ordinary
from leaddesk.providers.leadexec.answer_checks import paths_of_name
from leaddesk.providers.leadexec.section_rows import read_id

Glanced = tuple[str, Mapping[str, Any]]
"""A row's id, and an object in which `answer_checks.find_value` finds the values that were asked for."""


class RowGlance:
    """Reads ids, which stand under one key, and the values of some names."""

    def __init__(self, id_key: str, names: tuple[str, ...]) -> None:
        """`names` as a query has them: `City`, `Properties.Price`."""
        self._id_key = id_key
        self._parts = RowParts([(id_key,), *(path for name in names for path in paths_of_name(name))])
        key = re.escape(id_key).encode()
        self._first_member = None if names else re.compile(rb'\{\s*"%s"\s*:\s*([1-9][0-9]{0,17})\s*[,}]' % key)

    def read_ids(self, sources: Sequence[bytes]) -> list[str] | None:
        """The ids of all rows, where nothing but ids is wanted and every row is one that most are like; else None.

        Of an object with two ids, which JSON advises against, this is the first.
        """
        if self._first_member is None or not all(map(is_ordinary, sources)):
            return None
        found = list(map(self._first_member.match, sources))
        return None if None in found else [str(match[1], "ascii") for match in found if match is not None]

    def read(self, source: bytes) -> Glanced | None:
        """The row's id and values; None for a row that has to be decoded whole."""
        values = self._parts.read(source) if is_ordinary(source) else None
        return None if values is None else (read_id(values.get(self._id_key)), values)


@lru_cache(maxsize=16)
def glance_for(id_key: str, names: tuple[str, ...]) -> RowGlance:
    """The reader for pages like this one."""
    return RowGlance(id_key, names)
