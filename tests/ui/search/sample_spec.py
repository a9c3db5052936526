"""A search made up for the tests of the form: every kind of field, required and not, plain and advanced."""

from __future__ import annotations

from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Choice, DateRange, FieldKind, Operator, SearchField, SearchSpec

OPERATORS = (Operator("", "="), Operator("$gte", "≥"), Operator("$lte", "≤"))
LEAD_TYPES = (Choice("1001", "Mortgage"), Choice("1002", "Auto insurance"))

START = SearchField("StartDate", "Start", FieldKind.MOMENT, required=True)
END = SearchField("EndDate", "End", FieldKind.MOMENT, required=True)
QUERY = SearchField("Query", "Conditions", FieldKind.CONDITIONS, operators=OPERATORS, suggest_columns="Fields.")

LEADS = SearchSpec(
    "leads",
    "Leads",
    RecordKind.LEAD,
    (
        SearchField(
            "LeadTypeUID", "Lead type", FieldKind.INTEGER, required=True, choices_from="types", allow_other=True
        ),
        START,
        END,
        QUERY,
        SearchField("name", "Name", FieldKind.TEXT),
        SearchField("flagged", "Flagged", FieldKind.YES_NO),
        SearchField("SortFields", "Sort by", FieldKind.TEXT_LIST, suggest_columns="Fields.", advanced=True),
        SearchField(
            "SortOrder",
            "Order",
            FieldKind.CHOICE,
            choices=(Choice("0", "Ascending"), Choice("1", "Descending")),
            default="1",
            advanced=True,
        ),
        SearchField("since", "Seen since", FieldKind.MOMENT, advanced=True),
    ),
    (),
    date_range=DateRange("StartDate", "EndDate", "Dates"),
    intro="Leads of one lead type.",
)
COLUMN_NAMES = ("UID", "Fields.LoanAmount", "Fields.State", "Properties.Price")
