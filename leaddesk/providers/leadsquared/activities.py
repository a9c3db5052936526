"""The history of a lead: how it is paged through, and what its activities say (dossier section 8f). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from leaddesk.domain.cell import plain_text
from leaddesk.domain.pretty_text import prettify
from leaddesk.domain.record_detail import Document
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.providers.leadsquared.columns import guess_title
from leaddesk.providers.leadsquared.json_values import first_text, read_count, read_objects, read_text
from leaddesk.providers.leadsquared.moments import read_moment
from leaddesk.providers.leadsquared.refusals import check_answer
from leaddesk.providers.leadsquared.rows import read_row, split_envelope
from leaddesk.transport.messages import WireRequest, WireResponse

ROWS_A_CALL: Final = 100
MOST_CALLS: Final = 20
"""So many calls at most for one lead: a history without an end must not hold up the pane."""

_ROWS_KEY: Final = "ProspectActivities"
_NOTES_MARK: Final = "{keyvalueinfo}"
_NOTE_NAME: Final = re.compile(r"[{}]")
_LEFT_OUT: Final = frozenset({"CreatedBy", "ModifiedBy"})
"""Ids of users, who stand beside them by name."""


def build_activities_body(offset: int) -> dict[str, Any]:
    """The body of ProspectActivity.svc/Retrieve; numbers as text, as its document writes them."""
    return {"Parameter": {}, "Paging": {"Offset": str(offset), "RowCount": str(ROWS_A_CALL)}}


@dataclass(slots=True)
class History:
    """Activities gathered call by call.

    `Offset` is the number of a page (from 0 or from 1) by the document, and the number of a row by a client. So the
    second call asks for 1: what comes tells which it is. It ends when the announced number is reached or nothing new
    comes.
    """

    announced: int | None = None
    calls: int = 0
    _sources: dict[str, bytes] = field(default_factory=dict[str, bytes])
    _offset: int = 0
    _counts_rows: bool = False
    _first_keys: tuple[str, ...] = ()

    def take(self, request: WireRequest, response: WireResponse) -> int | None:
        """Count an answer in; the `Offset` to ask for next, None at the end.

        Raises:
            AnswerNotUnderstood: no JSON object with the list; and the errors of `check_answer`.
        """
        check_answer(request, response)
        envelope, sources = split_envelope(response, _ROWS_KEY)
        self.announced = read_count(envelope.get("RecordCount"))
        keyed = [(_key_of(source), source) for source in sources or ()]
        known = sum(key in self._sources for key, _source in keyed)
        keys = tuple(key for key, _source in keyed)
        self._sources.update(pair for pair in keyed if pair[0] not in self._sources)
        self.calls += 1
        is_first_again = self.calls == 2 and keys == self._first_keys
        if self.calls == 1:
            self._first_keys = keys
        elif self.calls == 2 and known and not is_first_again:
            self._counts_rows = True
        is_over = self.announced is not None and len(self._sources) >= self.announced
        if is_over or self.is_cut or not keys or (known == len(keys) and not is_first_again):
            return None
        self._offset = len(self._sources) if self._counts_rows else self._offset + 1
        return self._offset

    @property
    def is_cut(self) -> bool:
        """Whether it was ended because of its length."""
        return self.calls >= MOST_CALLS

    @property
    def activities(self) -> list[dict[str, Any]]:
        """The activities that can be read, as they came."""
        return [row for row in map(read_row, self._sources.values()) if isinstance(row, dict)]

    @property
    def document(self) -> Document:
        """All of them as they were sent, for reading."""
        text = b"[" + b",\n".join(self._sources.values()) + b"]"
        pretty = prettify(text.decode("utf-8", "replace"))
        return Document("activities", "Activities as sent", pretty.text, pretty.note)

    def notes(self) -> list[str]:
        """What is missing of the history, one sentence each."""
        count = len(self._sources)
        notes: list[str] = []
        if self.is_cut and (self.announced is None or count < self.announced):
            notes.append(f"Of the history only the {count:,} activities that came first were read.")
        elif self.announced is not None and count < self.announced:
            notes.append(f"LeadSquared announced {self.announced:,} activities; {count:,} came.")
        dated = sum(read_moment(row.get("CreatedOn")) is not None for row in self.activities)
        if dated < count:
            notes.append(
                f"Of {count:,} activities {count - dated:,} came without a readable date: they are not in the timeline "
                "but in “Activities as sent”."
            )
        return notes


def read_events(activities: Sequence[Mapping[str, Any]], user_name: Callable[[Any], Any]) -> list[TimelineEvent]:
    """What happened, in words; activities without a date are no events. `user_name` names the user of an id."""
    events: list[TimelineEvent] = []
    for activity in activities:
        moment = read_moment(activity.get("CreatedOn"))
        if moment is None:
            continue
        name = first_text(activity, "EventName") or f"Activity {first_text(activity, 'EventCode')}".strip()
        details = _read_details(activity.get("Data"), name, user_name)
        events.append(TimelineEvent(moment, name, f"{name}: {details}" if details else name))
    return events


def _read_details(data: Any, event_name: str, user_name: Callable[[Any], Any]) -> str:
    """`Data` is a list of Key and Value, an object, or null."""
    pairs: list[tuple[str, Any]] = []
    if isinstance(data, dict):
        pairs = list(cast("dict[str, Any]", data).items())
    else:
        pairs = [(read_text(item.get("Key")), item.get("Value")) for item in read_objects(data)]
    names = {name for name, _value in pairs}
    parts = [
        f"{guess_title(name)}: {text}"
        for name, value in pairs
        if not (name in _LEFT_OUT and f"{name}Name" in names)
        and (text := _read_detail(user_name(value)))
        and text != event_name
    ]
    return "; ".join(parts)


def _read_detail(value: Any) -> str:
    text = plain_text(value).strip() if isinstance(value, dict | list) else read_text(value)
    return _read_note(text) if text.startswith(_NOTES_MARK) else text


def _read_note(text: str) -> str:
    """`{keyvalueinfo}{Name}{=}{value}{next}...` as `Name: value, ...`."""
    parts: list[str] = []
    for entry in text.removeprefix(_NOTES_MARK).split("{next}"):
        name, _, value = entry.partition("{=}")
        words = [bare for part in (name, value) if (bare := _NOTE_NAME.sub("", part).strip())]
        if words:
            parts.append(": ".join(words))
    return ", ".join(parts)


def _key_of(source: bytes) -> str:
    row = read_row(source)
    return (first_text(row, "Id", "ProspectActivityId") if isinstance(row, dict) else "") or source.decode("latin-1")
