"""What the document about SharpSpring lists in its sections 6 and 7: lead objects, custom fields, dates and zones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column, rename_columns
from leaddesk.domain.lead import Lead
from leaddesk.domain.page import Page, Position
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.exporting.cells import RowReader
from leaddesk.exporting.json_lines import record_line
from leaddesk.providers.sharpspring.columns import LEAD_COLUMNS, discover_lead_columns, guess_label
from leaddesk.providers.sharpspring.spec import SHARPSPRING
from tests.providers.sharpspring.scripted import (
    ScriptedTransport,
    failed,
    field_row,
    first_page,
    lead,
    make_provider,
    make_query,
    make_transport,
    ok,
    paged,
)

pytestmark = pytest.mark.anyio

COLOUR = "favorite_color_5a0dd86e6e290"


def column(page: Page, key: str) -> Column:
    """The column as a table has it: declared, named by the account, or found in the data."""
    rows = [record.values() for record in page.records]
    known = rename_columns((*LEAD_COLUMNS, *discover_lead_columns(rows)), page.columns)
    return next(item for item in known if item.key == key)


async def page_of(**values: Any) -> Page:
    fields = [field_row("firstName", "First name"), field_row(COLOUR, "Favourite colour &amp; shade", isCustom="1")]
    transport = make_transport(getLeads=ok({"lead": [lead(1, **values)]}), getFields=ok({"field": fields}))
    return await first_page(transport, "leads")


async def cell_of(key: str, value: Any) -> Any:
    page = await page_of(**{key: value})
    return column(page, key).cell_in(page.records[0].values())


def detail_of(page: Page) -> RecordDetail:
    return SHARPSPRING.read_detail(page.records[0], page.columns)


def lead_of(page: Page) -> Lead:
    found = detail_of(page).lead
    assert found is not None
    return found


# Section 6


@pytest.mark.parametrize("number", ["482517300001", 482517300001])
async def test_6_ids_are_text_to_the_last_digit(number: Any):
    page = await page_of(id=number)
    assert page.records[0].id == "482517300001"
    assert await cell_of("id", number) == "482517300001"


async def test_6_a_row_is_kept_as_it_came():
    body = (
        '{"result":{"lead":[{"id":"5",  "companyName":"A &amp;amp; B", "leadScore":1.50, "x":"\\u00e9"}]},"error":null}'
    )
    transport = make_transport()

    async def send(request: Any) -> Any:
        from tests.providers.sharpspring.scripted import response

        return response(body if request.json_body["method"] == "getLeads" else {"result": [], "error": None})

    transport.send = send
    page = await first_page(transport, "leads")
    source = b'{"id":"5",  "companyName":"A &amp;amp; B", "leadScore":1.50, "x":"\\u00e9"}'
    assert page.records[0].source == source
    line = json.loads(record_line("Main", page.records[0], page.columns))
    assert line["raw"] == json.loads(source)
    assert line["values"]["companyName"] == "A &amp; B"


@pytest.mark.parametrize(
    ("key", "raw", "cell"),
    [
        ("isUnsubscribed", "0", False), ("isUnsubscribed", "1", True), ("isUnsubscribed", None, None),
        ("active", 1, True), ("isQualified", False, False), ("isContact", "", ""),
        ("leadScore", "12", 12), ("leadScoreWeighted", "10.20", 10.2), ("leadScore", 7, 7),
        ("zipcode", "01234", "01234"), ("phoneNumberExtension", "0014", "0014"), ("phoneNumber", 7755550100, "7755550100"),
        ("leadStatus", "neverHeardOf", "neverHeardOf"),
    ],
)  # fmt: skip
async def test_6_scalars_are_text_and_numbers_and_booleans_are_borne(key: str, raw: Any, cell: Any):
    assert await cell_of(key, raw) == cell


@pytest.mark.parametrize("nothing", [None, ""])
async def test_6_null_and_empty_text_are_both_nothing(nothing: Any):
    names = ("firstName", "lastName", "emailAddress", "phoneNumber", "ownerID", "leadStatus", "street", COLOUR)
    found = lead_of(await page_of(**dict.fromkeys(names, nothing)))
    assert (found.name, found.emails, found.phones, found.owner, found.stage) == ("", (), (), "", "")
    assert found.place.one_line() == ""


async def test_6_any_key_may_be_absent():
    transport = make_transport(getLeads=ok({"lead": [{"id": "5"}, {"leadStatus": "open"}, {}]}))
    page = await first_page(transport, "leads")
    details = [SHARPSPRING.read_detail(record, page.columns) for record in page.records]
    assert [detail.title for detail in details] == ["Lead 5", "Lead without an id", "Lead without an id"]


@pytest.mark.parametrize(("flag", "told"), [("1", True), (True, True), ("0", False), (None, False), ("", False)])
async def test_6_an_unsubscribed_lead_is_not_to_be_mailed(flag: Any, told: bool):
    assert bool(lead_of(await page_of(isUnsubscribed=flag)).do_not_contact) == told


@pytest.mark.parametrize(("flag", "told"), [("0", True), ("1", False), (None, False)])
async def test_6_a_deactivated_lead_is_told(flag: Any, told: bool):
    assert any("deactivated" in note for note in detail_of(await page_of(active=flag)).notes) == told


@pytest.mark.parametrize(
    ("status", "words"),
    [("contactWithOpp", "Contact with an opportunity"), ("customer", "Customer"), ("hot", "hot"), (None, "")],
)
async def test_6_a_status_is_shown_in_words_and_an_unknown_one_as_it_is(status: Any, words: str):
    assert lead_of(await page_of(leadStatus=status)).stage == words


async def test_6_phones_are_free_text_and_stay_so():
    page = await page_of(
        phoneNumber="(775) 555-0100 (after 5)", mobilePhoneNumber="0000", officePhoneNumber="775.555.0101",
        phoneNumberExtension="0014", faxNumber="none",
    )  # fmt: skip
    phones = {(phone.text, phone.label) for phone in lead_of(page).phones}
    assert phones == {("(775) 555-0100 (after 5)", "Phone"), ("775.555.0101", "Office phone, extension 0014")}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Smith &amp; Sons", "Smith & Sons"),
        ("O&#039;Neil", "O'Neil"),
        ("&quot;Al&quot; &#x41;", '"Al" A'),
        ("1 &amp;lt; 2", "1 &lt; 2"),
        ("AT&T", "AT&T"),
        ("https://example.com/?a=1&copy=2", "https://example.com/?a=1&copy=2"),
        ("&#55296; &#0; &unknown;", "&#55296; &#0; &unknown;"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
async def test_6_entities_are_decoded_once_and_the_raw_value_is_kept(sent: str, shown: str):
    page = await page_of(companyName=sent)
    values = page.records[0].values()
    assert column(page, "companyName").cell_in(values) == shown
    assert RowReader([column(page, "companyName")]).read(values) == [shown]
    assert values["companyName"] == sent
    assert next(row for row in detail_of(page).groups[0].rows if row.name == "companyName").cell == shown


async def test_6_a_name_is_decoded_too():
    assert lead_of(await page_of(firstName="Ann &amp; Al", lastName="O&#039;Neil")).name == "Ann & Al O'Neil"


async def test_6_many_choices_stay_one_text():
    assert await cell_of(COLOUR, "Red,Green, and blue") == "Red,Green, and blue"


# Custom fields


async def test_6_a_custom_field_stands_under_the_accounts_label():
    page = await page_of(**{COLOUR: "Red"})
    assert column(page, COLOUR).title == "Favourite colour & shade"
    row = next(row for group in detail_of(page).groups for row in group.rows if row.name == COLOUR)
    assert (row.label, row.cell) == ("Favourite colour & shade", "Red")


async def test_6_a_field_that_no_list_names_is_shown_all_the_same():
    page = await page_of(Old_Code_5a0dd86e6e2ff="7", crm="8")
    assert column(page, "Old_Code_5a0dd86e6e2ff").title == "Old Code"
    shown = {row.name for group in detail_of(page).groups for row in group.rows}
    assert shown == set(page.records[0].values())


@pytest.mark.parametrize(
    ("name", "label"),
    [(COLOUR, "Favorite color"), ("Favorite_Color_5a0dd86e6e290", "Favorite Color"), ("plain", "Plain"), ("_", "_")],
)
def test_6_a_label_that_cannot_be_read_is_guessed_from_the_name(name: str, label: str):
    assert guess_label(name) == label


async def test_6_columns_are_the_union_of_what_fields_and_leads_have():
    fields = [
        field_row("crmID", "CRM ID"), field_row("phone_2_5a0dd86e6e290", "Second phone", dataType="int"),
        field_row("agreed_5a0dd86e6e291", "Phone consent", dataType="bit"),
        field_row("acct_5a0dd86e6e292", "Segment", relationship="account"),
        field_row("same_5a0dd86e6e293", "Second phone"), field_row("born_5a0dd86e6e294", "Born", dataType="date"),
        field_row("", "nameless"), 7,
    ]  # fmt: skip
    page = await first_page(make_transport(getFields=ok({"field": fields})), "leads")
    kinds = {item.key: (item.title, item.kind) for item in page.columns}
    assert kinds["crmID"][0] == "CRM ID"
    assert kinds["phone_2_5a0dd86e6e290"] == ("Second phone", Kind.PHONE)
    assert kinds["agreed_5a0dd86e6e291"] == ("Phone consent", Kind.YES_NO)
    assert kinds["same_5a0dd86e6e293"] == ("Second phone (same_5a0dd86e6e293)", Kind.PHONE)
    assert kinds["born_5a0dd86e6e294"] == ("Born", Kind.TEXT)
    assert "acct_5a0dd86e6e292" not in kinds
    assert {item.key for item in LEAD_COLUMNS} <= set(kinds)


@pytest.mark.parametrize("flag", ["1", True, 1])
async def test_6_flags_of_fields_may_be_text_or_booleans(flag: Any):
    transport = make_transport(getFields=ok({"field": [field_row("a", "A", isCustom=flag)]}))
    page = await first_page(transport, "fields")
    custom = next(item for item in page.columns if item.key == "isCustom")
    assert custom.cell_in(page.records[0].values()) is True
    assert SHARPSPRING.read_detail(page.records[0], page.columns).title == "A"


async def test_6_fields_are_read_once_and_page_by_page():
    rows = [field_row(f"field_{number}", f"Field {number}", id=str(number)) for number in range(620)]
    transport = make_transport(getFields=paged(rows, "field"), getLeads=paged([lead(n) for n in range(150)]))
    provider = make_provider(transport)
    page = await provider.fetch_page(make_query("leads"), Position())
    assert page.next is not None
    await provider.fetch_page(make_query("leads"), page.next)
    assert len(await provider.fetch_choices("lead_fields")) == 620
    assert [params["offset"] for params in transport.params("getFields")] == [0, 500, 620]
    assert len(transport.params("getUserProfiles")) == 1


async def test_6_without_labels_leads_come_under_their_system_names_and_that_is_told():
    transport = make_transport(getLeads=paged([lead(n, **{COLOUR: "Red"}) for n in range(250)]), getFields=failed(205))
    provider = make_provider(transport)
    page = await provider.fetch_page(make_query("leads"), Position())
    assert len(page.records) == 100
    assert any("named as SharpSpring’s system has them" in note for note in page.notes)
    assert column(page, COLOUR).title == "Favorite color"
    assert page.next is not None
    later = await provider.fetch_page(make_query("leads"), page.next)
    assert any("named as SharpSpring’s system has them" in note for note in later.notes)
    assert len(transport.params("getFields")) == 1  # a later page does not wait for them again
    transport.script["getFields"] = [ok({"field": [field_row(COLOUR, "Colour")]})]
    again = await provider.fetch_page(make_query("leads"), Position())
    assert again.notes == ()
    assert column(again, COLOUR).title == "Colour"


async def test_6_owners_are_shown_by_name_and_by_id_where_that_fails():
    rows = ok({"lead": [lead(1, ownerID="77"), lead(2, ownerID="78"), lead(3)]})
    page = await first_page(make_transport(getLeads=rows), "leads")
    assert [column(page, "owner").cell_in(record.values()) for record in page.records] == ["Pat Owner", "78", None]
    assert lead_of(page).owner == "Pat Owner"
    assert next(row for row in detail_of(page).groups[0].rows if row.name == "ownerID").meaning == "Pat Owner"
    page = await first_page(make_transport(getLeads=rows, getUserProfiles=failed(204)), "leads")
    assert column(page, "owner").cell_in(page.records[0].values()) == "77"
    assert any("Owners are shown by their ids" in note for note in page.notes)


def test_6_the_first_view_begins_with_who_and_how_to_reach_them():
    shown = [item.key for item in LEAD_COLUMNS if item.shown]
    assert shown[:4] == ["firstName", "lastName", "phoneNumber", "emailAddress"]
    assert shown[4:9] == ["leadStatus", "owner", "companyName", "createTimestamp", "updateTimestamp"]


# Section 7


async def test_7_times_of_version_1_2_are_in_utc():
    page = await page_of(createTimestamp="2026-01-05 09:10:11")
    moment = datetime(2026, 1, 5, 9, 10, 11, tzinfo=UTC)
    values = page.records[0].values()
    assert column(page, "createTimestamp").cell_in(values) == moment
    assert RowReader([column(page, "createTimestamp")]).read(values) == [moment]
    assert lead_of(page).added == moment
    line = json.loads(record_line("Main", page.records[0], page.columns))
    assert line["values"]["createTimestamp"] == "2026-01-05T09:10:11Z"
    assert line["raw"]["createTimestamp"] == "2026-01-05 09:10:11"


async def version_1_page(transport: ScriptedTransport) -> Page:
    return await make_provider(transport, api_version="v1").fetch_page(make_query("leads"), Position())


async def test_7_times_of_version_1_are_shown_as_given_and_noted():
    page = await version_1_page(make_transport(getLeads=ok({"lead": [lead(1, createTimestamp="2026-01-05 09:10:11")]})))
    values = page.records[0].values()
    assert column(page, "createTimestamp").cell_in(values) == datetime(2026, 1, 5, 9, 10, 11)  # noqa: DTZ001 - its zone is not known
    assert lead_of(page).added is None
    assert any("company’s own zone" in note for note in page.notes)
    line = json.loads(record_line("Main", page.records[0], page.columns))
    assert line["values"]["createTimestamp"] == "2026-01-05 09:10:11"


@pytest.mark.parametrize("version", ["v1", "v1.2"])
@pytest.mark.parametrize("nothing", ["0000-00-00 00:00:00", "0000-00-00", "", None])
async def test_7_a_date_of_zeros_is_no_date(nothing: Any, version: str):
    transport = make_transport(getLeads=ok({"lead": [lead(1, updateTimestamp=nothing)]}))
    page = await make_provider(transport, api_version=version).fetch_page(make_query("leads"), Position())
    assert column(page, "updateTimestamp").cell_in(page.records[0].values()) is None
    assert lead_of(page).updated is None


@pytest.mark.parametrize("text", ["next week", "2026-13-45 00:00:00", "2026-01-05"])
async def test_7_what_is_no_time_stays_text(text: str):
    cell = await cell_of("updateTimestamp", text)
    assert cell == (text if text != "2026-01-05" else datetime(2026, 1, 5))  # noqa: DTZ001 - a day has no zone


async def test_7_dates_of_custom_fields_are_not_shifted():
    fields = ok({"field": [field_row("born_5a0dd86e6e294", "Born", dataType="date")]})
    transport = make_transport(
        getLeads=ok({"lead": [lead(1, born_5a0dd86e6e294="1980-02-03 00:00:00")]}), getFields=fields
    )
    page = await first_page(transport, "leads")
    assert column(page, "born_5a0dd86e6e294").cell_in(page.records[0].values()) == "1980-02-03 00:00:00"
