from __future__ import annotations

import pytest

from leaddesk.domain.search import Completion, FieldKind
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from tests.providers.leadsquared.scripted import ask, figures


def test_fields_are_named_exactly_as_the_command_line_promises():
    assert [(item.key, item.is_secret) for item in LEADSQUARED.account_fields] == [
        ("server", False),
        ("access_key", True),
        ("secret_key", True),
    ]
    assert {spec.key: [item.key for item in spec.fields] for spec in LEADSQUARED.searches} == {
        "not-contacted": [
            "users", "lead_filters", "activity_filters", "DateField", "FromDate", "ToDate", "Type", "IncludeCSV",
            "GroupBy", "AggregateFunction", "AggregateField", "ResponseFormat",
        ],
        "leads-by-id": ["LeadIds", "Include_CSV"],
        "quick-search": ["key"],
    }  # fmt: skip


@pytest.mark.parametrize(("search", "required"), [("leads-by-id", {"LeadIds"}), ("quick-search", {"key"})])
def test_what_is_required(search: str, required: set[str]):
    assert {item.key for item in LEADSQUARED.search(search).fields if item.required} == required


def test_every_comparison_has_a_sign_and_ones_without_a_value_take_none():
    row = LEADSQUARED.search("not-contacted").field("lead_filters").row
    assert row is not None
    assert {operator.wire for operator in row.operators} == {
        "=", "<>", ">", "<", ">=", "<=", "def", "ndef", "lik", "nlik", "in",
    }  # fmt: skip
    assert all(operator.sign for operator in row.operators)
    assert (row.many_values, row.no_value) == (("in",), ("def", "ndef"))


def test_lists_of_choices_come_from_the_account():
    fields = {item.key: item for item in LEADSQUARED.search("not-contacted").fields}
    assert fields["users"].choices_from == "users"
    assert {fields[key].choices_from for key in ("lead_filters", "IncludeCSV", "GroupBy", "AggregateField")} == {
        "lead_fields"
    }
    row = fields["activity_filters"].row
    assert row is not None
    assert (row.values_from, row.fixed_name) == ("activity_types", "ActivityEvent")


def test_a_field_that_no_list_knows_may_be_typed():
    assert figures(GroupBy="mx_Anything").values["GroupBy"] == "mx_Anything"
    assert ask(users="anybody@example.com", IncludeCSV="mx_Anything").values["users"] == ("anybody@example.com",)


def test_ranges_of_dates_are_edited_as_such():
    spec = LEADSQUARED.search("not-contacted")
    assert spec.date_range is not None
    assert (spec.date_range.field_key, spec.date_range.zone) == ("DateField", "UTC")
    assert spec.field("FromDate").kind is FieldKind.MOMENT_LIST


@pytest.mark.parametrize("spec", LEADSQUARED.searches, ids=lambda spec: spec.key)
def test_every_search_begins_with_who_it_is_and_is_completed_when_opened(spec):
    shown = [column.key for column in spec.columns if column.shown]
    assert shown[:5] == ["FirstName", "LastName", "Phone", "Mobile", "EmailAddress"]
    assert shown[5:] == ["ProspectStage", "OwnerName", "Source", "CreatedOn", "ProspectActivityDate_Max"]
    assert spec.completion is Completion.AT_ONCE
    assert spec.intro


def test_a_custom_field_is_a_column_and_a_misspelt_one_is_not():
    spec = LEADSQUARED.search("leads-by-id")
    assert spec.column("mx_City").path == ("mx_City",)
    with pytest.raises(KeyError):
        spec.column("Fristname")


def test_schema_names_are_spoken_of_only_where_they_are_written():
    """In the window fields are picked by their titles."""
    helps = [item.help for spec in LEADSQUARED.searches for item in spec.fields if "schema name" in item.help]
    assert helps == ["All of these must hold. In raw JSON, fields go by their schema names."]
