"""What stands in a search form, as plain data: remembered per account and search, and kept as saved searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from leaddesk.domain.search import FieldKind, SearchSpec
from leaddesk.ui.search.date_presets import Preset

DEFAULT_PAGE_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class FormState:
    """Raw values by field key (see `RawValues`), the date range by name, and the rows of a page.

    With any preset but `custom` the dates among the values are those of the moment at which the state was
    read from the form; a form that takes the state up works them out anew.
    """

    values: Mapping[str, str | list[str]] = field(default_factory=dict[str, "str | list[str]"], hash=False)
    range_preset: str = ""
    page_size: int = DEFAULT_PAGE_SIZE

    def as_json(self) -> dict[str, Any]:
        """Plain JSON; holds no secrets and no lead data but what was typed as a filter."""
        return {"values": dict(self.values), "range_preset": self.range_preset, "page_size": self.page_size}

    @classmethod
    def from_json(cls, raw: object) -> FormState:
        """Read what `as_json` gave; what does not fit is left out, so that an older file still opens."""
        if not isinstance(raw, dict):
            return cls()
        known = cast("dict[str, Any]", raw)
        preset, size, values = known.get("range_preset"), known.get("page_size"), known.get("values")
        return cls(
            _read_values(cast("dict[Any, Any]", values)) if isinstance(values, dict) else {},
            preset if isinstance(preset, str) else "",
            size if isinstance(size, int) and not isinstance(size, bool) else DEFAULT_PAGE_SIZE,
        )


def default_state(spec: SearchSpec) -> FormState:
    """What a form starts with."""
    least, most = spec.page_sizes
    values: dict[str, str | list[str]] = {item.key: item.default for item in spec.fields if item.default}
    return FormState(values, default_preset(spec), max(least, min(most, DEFAULT_PAGE_SIZE)))


def default_preset(spec: SearchSpec) -> str:
    """The last week where dates are required, any time where they are not, nothing where there is no range."""
    if spec.date_range is None:
        return ""
    return Preset.LAST_7_DAYS if dates_required(spec) else Preset.ANY


def dates_required(spec: SearchSpec) -> bool:
    """Whether either end of the search's date range has to be filled in."""
    rule = spec.date_range
    return rule is not None and any(
        item.required and item.kind is FieldKind.MOMENT
        for item in spec.fields
        if item.key in {rule.start_key, rule.end_key}
    )


def _read_values(raw: dict[Any, Any]) -> dict[str, str | list[str]]:
    values: dict[str, str | list[str]] = {}
    for key, value in raw.items():
        if isinstance(value, str):
            values[str(key)] = value
        elif isinstance(value, list):
            items = cast("list[Any]", value)
            if all(isinstance(item, str) for item in items):
                values[str(key)] = items
    return values
