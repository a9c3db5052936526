"""Asking the vendor for an order in which rows keep their places between pages. Pure."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from leaddesk.domain.search import FieldKind, Query, SearchSpec


def with_stable_sort(spec: SearchSpec, query: Query) -> Query:
    """The query with `spec.stable_sort` behind what it is sorted by, so that rows alike there stand in one order.

    It is left as it is where the vendor has no such value, and where it sorts by one thing and another was chosen.
    """
    rule = spec.sort
    if rule is None or not rule.field_key or not spec.stable_sort:
        return query
    takes_many = spec.field(rule.field_key).kind is FieldKind.TEXT_LIST
    chosen = query.values.get(rule.field_key) or ()
    names = (chosen,) if isinstance(chosen, str) else tuple(chosen)
    if spec.stable_sort in names or (names and not takes_many):
        return query
    sort = (*names, spec.stable_sort) if takes_many else spec.stable_sort
    order = query.values.get(rule.order_key) or rule.ascending
    values = {**query.values, rule.field_key: sort, rule.order_key: order}
    return replace(query, values=MappingProxyType(values))
