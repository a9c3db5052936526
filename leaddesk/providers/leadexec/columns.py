"""The columns of LeadExec's searches: the documented ones, and those that only the data knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, cast

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.providers.leadexec.documented import (
    FIELDS,
    INBOUND_PING,
    LAST_UPDATED,
    OUTBOUND_PING,
    PROPERTIES,
    SEND_INFORMATION,
    TCPA,
    TRESTLE,
    UID,
    Key,
)
from leaddesk.providers.leadexec.key_guessing import guess_kind, guess_label

_MOST_VALUES_LOOKED_AT: Final = 500
_FIRST_VIEW: Final = (
    "Fields.FirstName", "Fields.LastName", "Fields.Phone", "Fields.EmailAddress", "Fields.City", "Fields.State",
    "Properties.DateAdded", "Properties.LeadSource", "Properties.IsValid", "Properties.LeadGrade", "Properties.Price",
    "Properties.TCPACompliant", "SendInformation.SendCount", "SendInformation.Revenue", "UID",
)  # fmt: skip
"""What a person on the phone looks for, in that order; it stands before all other columns."""

_PING_FIRST_VIEW: Final = frozenset(
    {
        "Id", "CreatedOn", "ExpiresOn", "SentOn", "Accepted", "LeadSource", "Campaign", "CampaignName", "LeadUID",
        "Result", "PotentialRevenue", "ActualRevenue", "DeliveredClients", "Client", "DeliveryMethod", "PostSent",
        "Price", "Revenue",
    }
)  # fmt: skip
_SORTABLE_PROPERTIES: Final = frozenset({"DateAdded"})
"""The old interface sorted by it unless told otherwise; of other properties nothing is known (dossier section 3)."""

_LISTS_WITH_A_PLACE_OF_THEIR_OWN: Final = frozenset({("SendInformation", "Sends")})


def _section(name: str, keys: tuple[Key, ...], *, title: str = "", sortable: Callable[[str], bool]) -> list[Column]:
    return [
        Column(
            key=f"{name}.{key.name}",
            title=f"{title}: {key.label}" if title else key.label,
            kind=key.kind,
            path=(name, key.name),
            shown=f"{name}.{key.name}" in _FIRST_VIEW,
            sort_name=key.name if sortable(key.name) else "",
        )
        for key in keys
    ]


def _never(_name: str) -> bool:
    return False


def _first_view_first(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    by_key = {column.key: column for column in columns}
    return (*(by_key[key] for key in _FIRST_VIEW), *(column for column in columns if not column.shown))


_DOCUMENTED_LEAD_COLUMNS: Final[tuple[Column, ...]] = (
    Column(UID.name, UID.label, UID.kind, (UID.name,), shown=True, sort_name=UID.name),
    *_section("Fields", FIELDS, sortable=lambda _name: True),
    *_section("Properties", PROPERTIES, sortable=_SORTABLE_PROPERTIES.__contains__),
    *_section("SendInformation", SEND_INFORMATION, sortable=_never),
    *_section("TCPAInformation", TCPA, title="Consent record", sortable=_never),
    *_section("TrestleVerification", TRESTLE, title="Verification", sortable=_never),
    Column(LAST_UPDATED.name, LAST_UPDATED.label, LAST_UPDATED.kind, (LAST_UPDATED.name,), sort_name=LAST_UPDATED.name),
)

LEAD_COLUMNS: Final = _first_view_first(_DOCUMENTED_LEAD_COLUMNS)


def _ping_columns(keys: tuple[Key, ...], sorted_by: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            key.name,
            key.label,
            key.kind,
            (key.name,),
            shown=key.name in _PING_FIRST_VIEW,
            sort_name=key.name if key.name == sorted_by else "",
        )
        for key in keys
    )


INBOUND_SORT_KEY: Final = "CreatedOn"
OUTBOUND_SORT_KEY: Final = "SentOn"
INBOUND_COLUMNS: Final = _ping_columns(INBOUND_PING, INBOUND_SORT_KEY)
OUTBOUND_COLUMNS: Final = _ping_columns(OUTBOUND_PING, OUTBOUND_SORT_KEY)


def discover_lead_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Columns for the keys that no document names, in the order in which they first appear."""
    return _discover(rows, LEAD_COLUMNS, sections=None)


def discover_inbound_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """As `discover_lead_columns`; of a ping only `Fields` is opened up."""
    return _discover(rows, INBOUND_COLUMNS, sections=frozenset({"Fields"}))


def discover_outbound_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """As `discover_inbound_columns`."""
    return _discover(rows, OUTBOUND_COLUMNS, sections=frozenset({"Fields"}))


_LEAD_SECTIONS: Final = frozenset(column.path[0] for column in LEAD_COLUMNS if len(column.path) == 2)


_NO_NAMES: Final[frozenset[str]] = frozenset()
_Names = dict[tuple[str, ...], set[str]]
"""Names by the path of the object that they stand in."""


def _discover(
    rows: Iterable[Mapping[str, Any]], known: tuple[Column, ...], *, sections: frozenset[str] | None
) -> tuple[Column, ...]:
    """`sections` names the keys whose objects are opened up; None opens all."""
    done: _Names = {(): set()}
    for path in (*(column.path for column in known), *_LISTS_WITH_A_PLACE_OF_THEIR_OWN):
        done.setdefault(path[:-1], set()).add(path[-1])
    samples: dict[tuple[str, ...], list[Any]] = {}
    for row in rows:
        for path, value in _leaves(row, sections, done):
            if value is None and len(path) == 1 and path[0] in _LEAD_SECTIONS:
                continue
            values = samples.setdefault(path, [])
            values.append(value)
            if len(values) == _MOST_VALUES_LOOKED_AT:
                done.setdefault(path[:-1], set()).add(path[-1])
    titles = {column.title for column in known}
    return tuple(_discovered(path, values, titles) for path, values in samples.items())


def _leaves(
    row: Mapping[str, Any], sections: frozenset[str] | None, done: _Names
) -> Iterable[tuple[tuple[str, ...], Any]]:
    """The values under all names but those that are done with: most of a row, which is passed over fast."""
    for key, value in row.items():
        if isinstance(value, dict) and (sections is None or key in sections):
            section, skipped = cast("dict[str, Any]", value), done.get((key,), _NO_NAMES)
            for name in [name for name in section if name not in skipped]:
                yield (key, name), section[name]
        elif key not in done[()]:
            yield (key,), value


def _discovered(path: tuple[str, ...], values: list[Any], titles: set[str]) -> Column:
    key = ".".join(path)
    kind = guess_kind(path[-1], values)
    label = guess_label(path[-1])
    title = label if label not in titles else f"{label} ({key})"
    titles.add(title)
    is_field = path[0] == "Fields" and len(path) == 2 and kind is not Kind.OBJECT
    return Column(key, title, kind, path, sort_name=path[-1] if is_field else "")
