"""What stands in a search form, as plain data: remembered per account and search, and kept as saved searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FormState:
    """Raw values by field key (see `RawValues`), the date range by name, and the rows of a page.

    With any preset but `custom` the dates among the values are those of the moment at which the state was
    read from the form; a form that takes the state up works them out anew. No secrets, and no lead data but
    what was typed as a filter.
    """

    values: Mapping[str, str | list[str]] = field(default_factory=dict[str, "str | list[str]"], hash=False)
    range_preset: str = ""
    page_size: int = 100
