"""What was asked, in words, and the plan of an export drawn from it: shared by window and command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column, rename_columns
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import RawValues, SearchSpec
from leaddesk.exporting.plan import ExportFormat, ExportPlan


def asked_words(spec: SearchSpec, raw: RawValues) -> tuple[tuple[str, str], ...]:
    """Label and value of every field that was filled in, in the order of the form."""
    words: list[tuple[str, str]] = []
    for item in spec.fields:
        value = raw.get(item.key, "")
        text = value if isinstance(value, str) else ", ".join(value)
        if not text.strip():
            continue
        labels = {choice.value: choice.label for choice in item.choices}
        words.append((item.label, labels.get(text, text)))
    return tuple(words)


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
    read_detail = _remembering_last(lambda record: info.read_detail(record, named))
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
        read_sends=lambda record: read_detail(record).sends,
        read_name=lambda record: read_detail(record).title,
        discover_columns=None if columns is not None else spec.discover_columns,
    )


def _remembering_last(read: Callable[[Record], RecordDetail]) -> Callable[[Record], RecordDetail]:
    """Sends and name of a record are asked for one after the other, and reading it takes longest of all."""
    last: list[tuple[Record, RecordDetail]] = []

    def remembering(record: Record) -> RecordDetail:
        if not last or last[0][0] is not record:
            last[:] = [(record, read(record))]
        return last[0][1]

    return remembering
