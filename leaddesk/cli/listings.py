"""`leaddesk providers`: what can be asked of whom, drawn from the declarations."""

from __future__ import annotations

import json
from typing import Any

from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.search import SearchField
from leaddesk.providers.catalog import PROVIDERS


def print_providers(*, as_json: bool) -> None:
    """Print the providers with their account fields and searches."""
    infos = [entry.info for entry in PROVIDERS]
    if as_json:
        print(json.dumps([describe_provider(info) for info in infos], ensure_ascii=False, indent=2))
        return
    for info in infos:
        _print_provider(info)


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
        "required": item.required,
        "choices": [choice.value for choice in item.choices],
    }


def _print_provider(info: ProviderInfo) -> None:
    print(f"{info.key}  ({info.title})")
    print("  account fields:")
    for item in info.account_fields:
        remark = " (secret)" if item.is_secret else f" [{item.default}]" if item.default else ""
        print(f"    {item.key}{remark}  {item.label}")
    for spec in info.searches:
        print(f"  search {spec.key}  {spec.title}")
        for item in spec.fields:
            choices = f": {', '.join(choice.value for choice in item.choices)}" if item.choices else ""
            print(f"    {item.key}{'*' if item.required else ''}  {item.kind.value}{choices}  {item.label}")
