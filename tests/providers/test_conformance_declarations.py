"""What every provider declares: it fits together, and its keys are those of the command line's contract."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from leaddesk.domain.account import AccountFieldKind
from leaddesk.domain.cell import Kind
from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import DateRange, FieldKind, RawValues, SearchField, SearchSpec, build_query
from leaddesk.providers.catalog import PROVIDERS, find_provider
from tests.providers.conformance import VENDORS, Raw
from tests.providers.conformance_rig import KEYS, SEARCHES, StandIn
from tests.providers.contract import ACCOUNT_FIELDS, SEARCH_FIELDS, SECRETS

PROPER_WORDS = frozenset({"API", "CSV", "JSON", "OAuth"})

every_provider = pytest.mark.parametrize("info", [entry.info for entry in PROVIDERS], ids=lambda info: info.key)
every_search = pytest.mark.parametrize(
    "spec",
    [pytest.param(find_provider(key).info.search(search), id=f"{key}-{search}") for key, search in SEARCHES],
)


def is_sentence(text: str) -> bool:
    return text.strip() == text and text.endswith(".") and "!" not in text and "  " not in text


def is_label(text: str) -> bool:
    """Sentence case: a capital at the beginning, and further ones only in names."""
    first, *others = text.split(" ")
    return first[:1].isupper() and all(word == word.lower() or word in PROPER_WORDS for word in others)


def test_every_provider_of_the_catalog_has_its_facts_and_a_row_in_the_contract():
    assert set(KEYS) <= VENDORS.keys()
    assert set(KEYS) <= SEARCH_FIELDS.keys()
    assert ACCOUNT_FIELDS.keys() == SECRETS.keys() == SEARCH_FIELDS.keys() == VENDORS.keys()


@every_provider
def test_account_fields_are_those_of_the_contract(info: ProviderInfo):
    wanted = ACCOUNT_FIELDS[info.key]
    assert {item.key for item in info.account_fields} == wanted.keys()
    assert {item.key for item in info.account_fields if item.is_secret} == SECRETS[info.key]
    for item in info.account_fields:
        if wanted[item.key] is not None:
            assert item.default == wanted[item.key], item.key


@every_provider
def test_searches_and_their_fields_are_those_of_the_contract(info: ProviderInfo):
    def write(item: SearchField) -> str:
        return f"{item.key}*" if item.required and item.only_with is None else item.key

    found = {spec.key: {write(item) for item in spec.fields} for spec in info.searches}
    assert found == {search: set(words.split()) for search, words in SEARCH_FIELDS[info.key].items()}
    assert found.keys() == VENDORS[info.key].ask.keys() == VENDORS[info.key].pages.keys()


@every_provider
def test_an_account_is_declared_so_that_it_can_be_filled_in(info: ProviderInfo):
    fields = {item.key: item for item in info.account_fields}
    assert len(fields) == len(info.account_fields)
    assert info.sign_ins
    assert all(way.title and set(way.field_keys) <= fields.keys() for way in info.sign_ins)
    assert all(not item.default for item in fields.values() if item.is_secret)
    assert any(item.is_secret for item in fields.values())
    assert any(item.kind is AccountFieldKind.SERVER for item in fields.values())
    for item in fields.values():
        assert is_label(item.label), item.label
        assert not item.help or is_sentence(item.help), item.help
        values = [choice.value for choice in item.choices]
        assert len(set(values)) == len(values)
        if item.kind is AccountFieldKind.CHOICE:
            assert item.default in values, item.key
    assert is_sentence(info.credential_help)
    assert len({spec.key for spec in info.searches}) == len(info.searches)
    assert len({spec.title for spec in info.searches}) == len(info.searches)


@every_search
def test_words_for_people_are_sentences_and_labels(spec: SearchSpec):
    assert is_label(spec.title)
    assert is_sentence(spec.intro), spec.intro
    for item in spec.fields:
        assert is_label(item.label), item.label
        assert not item.help or is_sentence(item.help), item.help
        assert all(choice.label for choice in item.choices)
    for column in spec.columns:
        assert column.title == column.title.strip() != ""
    if spec.date_range is not None:
        assert is_label(spec.date_range.label)


@every_search
def test_each_field_has_what_its_kind_needs(spec: SearchSpec):
    fields = {item.key: item for item in spec.fields}
    assert len(fields) == len(spec.fields)
    for item in spec.fields:
        values = [choice.value for choice in item.choices]
        assert len(set(values)) == len(values)
        if item.kind is FieldKind.CHOICE:
            assert values or item.choices_from, f"{item.key} has nothing to choose from"
            assert not item.default or item.default in values
        if item.kind is FieldKind.ID_LIST:
            assert item.pattern, f"{item.key} takes anything for an id"
            assert item.maximum
        assert bool(item.pattern) == bool(item.pattern_words), item.key
        re.compile(item.pattern)
        assert (item.row is not None) == (item.kind is FieldKind.CONDITION_LIST), item.key
        assert bool(item.operators) == (item.kind is FieldKind.CONDITIONS), item.key
        if item.only_with is not None:
            other = fields[item.only_with.field_key]
            assert other.kind is FieldKind.CHOICE
            assert item.only_with.value in {choice.value for choice in other.choices}
        if item.suggest_values:
            assert spec.column(item.suggest_values)


@every_search
def test_conditions_compare_by_operators_that_there_are(spec: SearchSpec):
    for row in (item.row for item in spec.fields if item.row is not None):
        signs = [operator.wire for operator in row.operators]
        assert bool(signs) == bool(row.operator_key)
        assert len(set(signs)) == len(signs)
        assert {*row.many_values, *row.no_value} <= set(signs)
        keys = [key for key in (row.name_key, row.operator_key, row.values_key) if key]
        assert len(set(keys)) == len(keys)


@every_search
def test_dates_are_edited_as_ranges_of_the_right_kind(spec: SearchSpec):
    moments = {item.key for item in spec.fields if item.kind in {FieldKind.MOMENT, FieldKind.MOMENT_LIST}}
    rule = spec.date_range
    if rule is None:
        assert len(moments) <= 1
        return
    assert {rule.start_key, rule.end_key} == moments
    kinds = {spec.field(key).kind for key in moments}
    assert kinds == {FieldKind.MOMENT_LIST if rule.field_key else FieldKind.MOMENT}
    if rule.field_key:
        which = spec.field(rule.field_key)
        assert which.kind is FieldKind.TEXT_LIST
        assert which.choices
    assert rule == DateRange(rule.start_key, rule.end_key, rule.label, "UTC", rule.field_key)


@every_search
def test_columns_are_told_apart_and_the_first_view_begins_with_who_and_how_to_reach_them(spec: SearchSpec):
    assert len({column.key for column in spec.columns}) == len(spec.columns)
    assert len({column.title for column in spec.columns if column.shown}) == len([c for c in spec.columns if c.shown])
    shown = [column for column in spec.columns if column.shown]
    assert shown
    assert all(spec.column(column.key) is column for column in spec.columns)
    if spec.record_kind is RecordKind.LEAD:
        assert [column.title for column in shown[:2]] == ["First name", "Last name"]
        kinds = [column.kind for column in shown[2:]]
        mails = kinds.index(Kind.EMAIL)
        assert mails > 0
        assert set(kinds[:mails]) == {Kind.PHONE}


@every_search
def test_the_vendor_sorts_by_what_is_declared(spec: SearchSpec):
    rule = spec.sort
    names = {column.sort_name for column in spec.columns} - {""}
    if rule is None:
        assert not names, "a column claims to be sorted by the vendor, and the search cannot be"
        return
    order = spec.field(rule.order_key)
    assert {rule.ascending, rule.descending} <= {choice.value for choice in order.choices}
    if rule.field_key and spec.field(rule.field_key).choices:
        assert names <= {choice.value for choice in spec.field(rule.field_key).choices}


@every_search
def test_page_sizes_and_what_is_asked_of_the_demo_are_accepted(spec: SearchSpec):
    least, most = spec.page_sizes
    assert 1 <= least <= 25
    assert 100 <= most <= 1000


WRONG = [(key, search, raw) for key in KEYS for search, raw in VENDORS[key].wrong]


@pytest.mark.parametrize(("key", "search", "raw"), WRONG, ids=[f"{key}-{n}" for n, (key, _, _) in enumerate(WRONG)])
def test_wrong_input_is_refused_with_words_at_its_field(key: str, search: str, raw: Raw):
    spec = find_provider(key).info.search(search)
    with pytest.raises(InvalidInput) as caught:
        build_query(spec, account_id="a1", provider=key, raw=raw)
    for problem in caught.value.problems:
        assert problem.message
        assert problem.field in {item.key for item in spec.fields} | raw.keys()


@pytest.mark.parametrize(("key", "search"), SEARCHES)
def test_an_unknown_field_and_a_wrong_page_size_are_refused_naming_what_there_is(key: str, search: str):
    spec = find_provider(key).info.search(search)
    raw: RawValues = {"Nonsense": "1"}
    for size in (0, spec.page_sizes[1] + 1):
        with pytest.raises(InvalidInput) as caught:
            build_query(spec, account_id="a1", provider=key, raw=raw, page_size=size)
        messages = {problem.field: problem.message for problem in caught.value.problems}
        assert f"{size:,}" in messages["page_size"]
        assert all(item.key in messages["Nonsense"] for item in spec.fields)


@pytest.mark.anyio
@pytest.mark.parametrize("key", KEYS)
async def test_nothing_is_sent_before_a_query_is_right(standing: Callable[..., StandIn], key: str):
    """Connecting sends nothing, and a wrong query never becomes one that could be sent."""
    stand_in = standing(key)
    provider = stand_in.connect()
    try:
        for search, raw in stand_in.facts.wrong:
            with pytest.raises(InvalidInput):
                stand_in.query(search, raw=raw)
        with pytest.raises(KeyError):
            await provider.fetch_choices("nonsense")
    finally:
        await provider.aclose()
    assert stand_in.instead.asked == []
    assert not stand_in.log.calls
