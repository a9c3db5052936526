"""What was asked, in words, and the plan of an export drawn from it: shared by window and command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column, rename_columns
from leaddesk.domain.provider import ProviderInfo, ReadSends
from leaddesk.domain.record import Record
from leaddesk.domain.search import FieldKind, RawValues, SearchField, SearchSpec, clean_ids
from leaddesk.domain.send_history import SendHistory
from leaddesk.exporting.plan import ExportFormat, ExportPlan

MOST_LISTED: Final = 20
"""So many items of a list are named; of more, the number is told too."""


def asked_words(spec: SearchSpec, raw: RawValues) -> tuple[tuple[str, str], ...]:
    """Label and value of every field that was filled in and counts, in the order of the form."""
    words = [
        (item.label, _value_words(item, raw.get(item.key, ""))) for item in spec.fields if _counts(item, spec, raw)
    ]
    return tuple((label, text) for label, text in words if text)


def _counts(item: SearchField, spec: SearchSpec, raw: RawValues) -> bool:
    rule = item.only_with
    if rule is None:
        return True
    return str(raw.get(rule.field_key, "") or spec.field(rule.field_key).default).lower() == rule.value.lower()


def _value_words(item: SearchField, value: str | Sequence[str]) -> str:
    if item.kind is FieldKind.ID_LIST:
        ids = clean_ids(value, item.pattern).ids
        return _list_words(ids)
    labels = {choice.value: choice.label for choice in item.choices}
    if isinstance(value, str):
        return labels.get(value, value).strip()
    return _list_words([labels.get(text, text) for text in value if text.strip()])


def _list_words(items: Sequence[str]) -> str:
    if len(items) <= MOST_LISTED:
        return ", ".join(items)
    return f"{', '.join(items[:MOST_LISTED])}, … ({len(items):,} in all)"


def export_plan(
    info: ProviderInfo,
    spec: SearchSpec,
    account: Account,
    raw: RawValues,
    *,
    file_format: ExportFormat,
    columns: tuple[Column, ...] | None,
    named: tuple[Column, ...] = (),
    zone: tzinfo = UTC,
) -> ExportPlan:
    """How the records of this search are written.

    Args:
        info: the provider.
        spec: the search.
        account: of whom it was asked.
        raw: what was asked.
        file_format: the kind of file.
        columns: the chosen ones; None for all that are declared or seen in any record.
        named: columns as the account itself names them.
        zone: the zone that dates are shown in.
    """
    read = _remembering_last(info.read_sends) if info.read_sends is not None else None
    return ExportPlan(
        file_format=file_format,
        account_name=account.name,
        provider_key=info.key,
        provider_title=info.title,
        search_title=spec.title,
        asked=asked_words(spec, raw),
        columns=columns if columns is not None else rename_columns(spec.columns, named),
        started_at=datetime.now(UTC),
        record_noun=f"{spec.record_kind.value}s",
        zone=zone,
        read_sends=(lambda record: _sends_of(read(record))) if read is not None else None,
        read_name=(lambda record: _title_of(read(record))) if read is not None else None,
        discover_columns=None if columns is not None else spec.discover_columns,
    )


def _sends_of(found: tuple[str, SendHistory] | None) -> SendHistory | None:
    return None if found is None else found[1]


def _title_of(found: tuple[str, SendHistory] | None) -> str:
    return "" if found is None else found[0]


def _remembering_last(read: ReadSends) -> ReadSends:
    """Sends and name of a record are asked for one after the other, and reading them takes longest of all."""
    last: list[tuple[Record, tuple[str, SendHistory] | None]] = []

    def remembering(record: Record) -> tuple[str, SendHistory] | None:
        if not last or last[0][0] is not record:
            last[:] = [(record, read(record))]
        return last[0][1]

    return remembering
