"""Walking through a range of dates so that no lead is missed, whatever getLeadsDateRange does with paging. Pure.

`limit` and `offset` are not documented for it, and an answer ends at 500 rows without a word (dossier section 5). So
pages are asked for as long as they bring something new; when a page repeats the one before, when `limit` is ignored
and the cap is met, or when both are refused, the range is split in halves until every part fits into one answer.
Whether the ends of a range belong to it is not known either: the halves overlap by a second.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Any, Final, cast

from leaddesk.providers.sharpspring.wire import MOST_ROWS

LEAST_CAP: Final = 50
"""No server is thought to give fewer rows than this at a time."""

_SECOND = timedelta(seconds=1)
_SHORT = timedelta(seconds=5)


class Ending(Enum):
    """What is known of the rows behind a page."""

    LAST = auto()
    MORE = auto()
    REPEATED = auto()  # asked for what follows, the server began anew


class Mode(StrEnum):
    """How a part of the range is asked for."""

    PAGES = "pages"  # with limit and offset
    PARTS = "parts"  # with limit alone
    BARE = "bare"  # as documented


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the range, to whole seconds; aware, UTC."""

    start: datetime
    end: datetime

    def halves(self) -> tuple[Window, Window] | None:
        """Two parts that share one second; None for a part that gets no shorter by that."""
        seconds = int((self.end - self.start).total_seconds())
        if seconds < 3:
            return None
        middle = self.start + timedelta(seconds=seconds // 2)
        return Window(self.start, middle + _SECOND), Window(middle, self.end)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the walk stands.

    Attributes:
        windows: what is still to be read, the earliest first; the first of them is being read.
        offset: rows of it that were read, with `Mode.PAGES`.
        cap: rows asked for at once in a part; so many in an answer mean that there may be more.
        first: ids that came by pages before the range was split: they come again.
        last: ids of the page or part before.
    """

    windows: tuple[Window, ...]
    mode: Mode = Mode.PAGES
    offset: int = 0
    cap: int = MOST_ROWS
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """Ids that were given before and are left out when they come again by our own doing."""
        return frozenset() if self.mode is Mode.PAGES else frozenset((*self.first, *self.last))


@dataclass(frozen=True, slots=True)
class Step:
    """What an answer means for the walk: whether its rows are given out, whether some are missing, where it goes on."""

    gives_rows: bool
    following: Walk | None
    is_incomplete: bool = False


def begin_walk(start: datetime, end: datetime) -> Walk:
    """The whole range, by pages."""
    whole = end.astimezone(UTC)
    last_second = whole.replace(microsecond=0) + (_SECOND if whole.microsecond else timedelta(0))
    return Walk((Window(start.astimezone(UTC).replace(microsecond=0), last_second),))


def advance(walk: Walk, ids: Sequence[str], row_count: int, limit: int, ending: Ending) -> Step:
    """What to do after an answer of `row_count` rows with these ids, asked for with `limit`."""
    return (
        _after_page(walk, ids, row_count, limit, ending)
        if walk.mode is Mode.PAGES
        else _after_part(walk, ids, row_count, limit)
    )


def split(walk: Walk, mode: Mode, *, cap: int = MOST_ROWS) -> Walk:
    """Read the whole of what is being read again, in parts."""
    return replace(walk, mode=mode, offset=0, cap=cap, first=walk.last, last=())


def write_cursor(walk: Walk) -> str:
    """The walk as text, to go on from later."""
    windows = [[int(window.start.timestamp()), int(window.end.timestamp())] for window in walk.windows]
    state = {"mode": walk.mode.value, "offset": walk.offset, "cap": walk.cap, "windows": windows}
    return json.dumps({**state, "first": walk.first, "last": walk.last}, separators=(",", ":"))


def read_cursor(cursor: str) -> Walk:
    """The walk that `write_cursor` wrote.

    Raises:
        ValueError: it did not.
    """
    try:
        state = cast("dict[str, Any]", json.loads(cursor))
        windows = tuple(Window(*(datetime.fromtimestamp(end, UTC) for end in pair)) for pair in state["windows"])
        return Walk(
            windows,
            Mode(state["mode"]),
            int(state["offset"]),
            int(state["cap"]),
            tuple(state["first"]),
            tuple(state["last"]),
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("this is no place in a range of dates") from error


def _after_page(walk: Walk, ids: Sequence[str], row_count: int, limit: int, ending: Ending) -> Step:
    if walk.offset and _repeats(ids, walk.last):
        return Step(gives_rows=False, following=split(walk, Mode.PARTS, cap=_cap_of(len(walk.last))))
    if ending is Ending.REPEATED:
        return Step(gives_rows=False, following=split(walk, Mode.PARTS, cap=_cap_of(row_count)))
    if row_count > limit:  # the limit was ignored: all there is, or the cap
        if row_count == MOST_ROWS:
            return Step(gives_rows=False, following=split(walk, Mode.PARTS))
        return Step(gives_rows=True, following=_behind(walk, ids))
    if ending is Ending.LAST:
        return Step(gives_rows=True, following=_behind(walk, ids))
    following = replace(walk, offset=walk.offset + row_count, last=tuple(ids))
    return Step(gives_rows=True, following=following)


def _after_part(walk: Walk, ids: Sequence[str], row_count: int, limit: int) -> Step:
    if not min(walk.cap, limit) <= row_count <= MOST_ROWS:
        return Step(gives_rows=True, following=_behind(walk, ids))
    halves = walk.windows[0].halves()
    if halves is None:
        return Step(gives_rows=True, following=_behind(walk, ids), is_incomplete=True)
    return Step(gives_rows=False, following=replace(walk, windows=(*halves, *walk.windows[1:])))


def _behind(walk: Walk, ids: Sequence[str]) -> Walk | None:
    """The walk with its first part read. What came of a very short part may come again in the one after the next."""
    if len(walk.windows) == 1:
        return None
    window = walk.windows[0]
    before = walk.last if not ids or window.end - window.start < _SHORT else ()
    return replace(walk, windows=walk.windows[1:], offset=0, last=(*before, *ids))


def _repeats(ids: Sequence[str], before: Sequence[str]) -> bool:
    """Whether most of these were there before; a few only mean that the list has moved."""
    known = frozenset(before)
    return bool(ids) and 2 * sum(one in known for one in ids) > len(ids)


def _cap_of(row_count: int) -> int:
    """So many rows this server was seen to give at once; that it would give more is not relied on."""
    return min(max(row_count, LEAST_CAP), MOST_ROWS)
