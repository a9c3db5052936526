"""What stands at the head of a column: its title, and the zone where it holds dates. Pure; no Qt."""

from __future__ import annotations

from datetime import tzinfo

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.ui.cell_text import one_line

NUMBER_KINDS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY})


def zone_title(zone: tzinfo) -> str:
    """`Europe/Berlin`, `UTC`, or whatever the zone calls itself."""
    key: object = getattr(zone, "key", None)
    return key if isinstance(key, str) and key else zone.tzname(None) or str(zone)


def heading_text(column: Column, zone: tzinfo) -> str:
    """`Phone`, or `Date added (Europe/Berlin)`. Titles may come from the vendor's data: one line, no tricks."""
    title = one_line(column.title)
    return f"{title} ({zone_title(zone)})" if column.kind is Kind.MOMENT else title
