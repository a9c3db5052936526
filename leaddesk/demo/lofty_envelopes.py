"""What Lofty puts around a list that has a total (dossier, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leaddesk.demo.lofty_faults import Envelope


@dataclass(frozen=True, slots=True)
class Metadata:
    """About a page: the member that holds its rows, where it begins, all there are, and the cursor to the next."""

    collection: str
    limit: int
    offset: int
    total: int | None
    scroll_id: str | None = None

    def write(self) -> dict[str, Any]:
        """As an object; what is None is left out."""
        values = {"collection": self.collection, "limit": self.limit, "offset": self.offset}
        known = {"total": self.total, "scrollId": self.scroll_id}
        return values | {name: value for name, value in known.items() if value is not None}


def wrap_list(metadata: Metadata, rows: Sequence[Any], envelope: Envelope) -> Any:
    """The rows of a page in their envelope."""
    name = metadata.collection
    match envelope:
        case Envelope.METADATA | Envelope.GET_METADATA:
            return {envelope.value: metadata.write(), name: rows}
        case Envelope.NO_METADATA:
            return {name: rows}
        case Envelope.WRAPPED:
            return {"code": 0, "message": "success", "data": {"_metadata": metadata.write(), name: rows}}
        case Envelope.DATA_LIST:
            return {"data": {"list": rows}}
        case Envelope.BARE:
            return rows
