"""How LeadSquared writes moments: three forms by endpoint, all in UTC (dossier, section 5)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from leaddesk.demo.leadsquared_refusal import LogicError

_ASKED: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def write_plain(moment: datetime) -> str:
    """As the report and the activities write it: `2019-08-08 18:30:30`."""
    return moment.isoformat(" ", "seconds")[:19]


def write_padded(moment: datetime) -> str:
    """As lead reads write it: `2018-03-06 06:55:46.000`; what is below a second is stored and not shown."""
    return f"{write_plain(moment)}.000"


def write_milliseconds(moment: datetime) -> str:
    """As metadata and some detail calls write it: `/Date(1751910591000+0000)/`."""
    return f"/Date({int((moment - _EPOCH).total_seconds())}000+0000)/"


def read_asked_moment(text: str) -> datetime:
    """A moment of a request, `yyyy-MM-dd HH:mm:ss` in UTC.

    Raises:
        LogicError: it is written otherwise, or there is no such moment.
    """
    try:
        if _ASKED.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise LogicError(f"Invalid date {text[:40]!r}; use the format yyyy-MM-dd HH:mm:ss.")
