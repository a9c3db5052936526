"""`leaddesk providers`: what can be asked of whom, drawn from the declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from leaddesk.cli.standard_streams import write_bytes
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.search import SearchField
from leaddesk.providers.catalog import PROVIDERS


def print_providers(*, as_json: bool) -> None:
    """Print the providers with their account fields and searches."""
    infos = [entry.info for entry in PROVIDERS]
    if as_json:
        text = json.dumps([describe_provider(info) for info in infos], ensure_ascii=False, indent=2) + "\n"
    else:
        text = "".join(f"{line}\n" for info in infos for line in _provider_lines(info))
    write_bytes(text.encode())


def describe_provider(info: ProviderInfo) -> dict[str, Any]:
    """A provider as JSON."""
    return {
        "key": info.key,
        "title": info.title,
        "account_fields": [
            {"key": item.key, "label": item.label, "secret": item.is_secret, "default": item.default}
            for item in info.account_fields
        ],
        "searches": [
            {"key": spec.key, "title": spec.title, "fields": [_describe_field(item) for item in spec.fields]}
            for spec in info.searches
        ],
    }


def _describe_field(item: SearchField) -> dict[str, Any]:
    return {
        "key": item.key,
        "label": item.label,
        "kind": item.kind.value,
        "required": _is_always_required(item),
        "choices": [choice.value for choice in item.choices],
    }


def _is_always_required(item: SearchField) -> bool:
    """A field that belongs to another one's choice is required with that choice only."""
    return item.required and item.only_with is None


def _provider_lines(info: ProviderInfo) -> Iterator[str]:
    yield f"{info.key}  ({info.title})"
    yield "  account fields:"
    for item in info.account_fields:
        remark = " (secret)" if item.is_secret else f" [{item.default}]" if item.default else ""
        yield f"    {item.key}{remark}  {item.label}"
    for spec in info.searches:
        yield f"  search {spec.key}  {spec.title}"
        for item in spec.fields:
            choices = f": {', '.join(choice.value for choice in item.choices)}" if item.choices else ""
            yield f"    {item.key}{'*' if _is_always_required(item) else ''}  {item.kind.value}{choices}  {item.label}"
