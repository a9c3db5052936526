"""What stands in a search form, as plain data: remembered per account and search, and kept as saved searches."""

from __future__ import annotations

from leaddesk.domain.form_state import FormState
from leaddesk.domain.search import FieldKind, SearchSpec
from leaddesk.ui.search.date_presets import Preset


def default_state(spec: SearchSpec) -> FormState:
    """What a form starts with."""
    least, most = spec.page_sizes
    values: dict[str, str | list[str]] = {item.key: item.default for item in spec.fields if item.default}
    return FormState(values, default_preset(spec), max(least, min(most, spec.page_size)))


def default_preset(spec: SearchSpec) -> str:
    """The last week where dates are required, any time where they are not.

    Nothing where there is no range, and where there may be several: those start with none.
    """
    if spec.date_range is None or spec.date_range.field_key:
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
