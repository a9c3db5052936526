"""A search made up for the tests of the form: the kinds of field that ids, lists of conditions and the like need."""

from __future__ import annotations

from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import (
    Choice,
    ConditionRow,
    DateRange,
    FieldKind,
    OnlyWith,
    Operator,
    SearchField,
    SearchSpec,
)

OPERATORS = (
    Operator("=", "="),
    Operator(">=", "≥"),
    Operator("in", "is one of"),
    Operator("def", "contains data"),
)
FILTER_ROW = ConditionRow(
    "LookUpName",
    "LookUpValues",
    operator_key="SqlOperator",
    operators=OPERATORS,
    many_values=("in",),
    no_value=("def",),
)
ACTIVITY_ROW = ConditionRow(
    "LookUpName",
    "LookUpValues",
    operator_key="SqlOperator",
    operators=OPERATORS[:3],
    many_values=("in",),
    fixed_name="ActivityEvent",
    values_from="activities",
)
ROLE_ROW = ConditionRow("roleName", "assigneeToIds", values_from="members", number_values=True)

FILTERS = SearchField("filters", "Filters", FieldKind.CONDITION_LIST, choices_from="fields", row=FILTER_ROW)
ACTIVITIES = SearchField("activities", "Activities", FieldKind.CONDITION_LIST, row=ACTIVITY_ROW)
ROLES = SearchField("roles", "Roles", FieldKind.CONDITION_LIST, row=ROLE_ROW, advanced=True)
USERS = SearchField("users", "Users", FieldKind.TEXT_LIST, choices_from="users")
LANGUAGES = SearchField(
    "languages", "Languages", FieldKind.TEXT_LIST, choices=(Choice("en", "English"), Choice("fr", "French"))
)
SEGMENTS = SearchField("segments", "Segments", FieldKind.TEXT_LIST, suggest_values="segments")
SOURCE = SearchField("source", "Source", FieldKind.TEXT, suggest_values="source")
OWNER = SearchField("owner", "Owner", FieldKind.CHOICE, choices_from="users", suggest_values="owner", advanced=True)
IDS = SearchField(
    "ids", "Ids", FieldKind.ID_LIST, maximum=10_000, pattern=r"\d{1,9}", pattern_words="a number of up to 9 digits"
)
WHICH = SearchField(
    "DateField",
    "Which date",
    FieldKind.TEXT_LIST,
    help="A date of the lead.",
    choices=(Choice("CreatedOn", "Created"), Choice("ModifiedOn", "Modified")),
)
FROM = SearchField("FromDate", "From", FieldKind.MOMENT_LIST)
TO = SearchField("ToDate", "To", FieldKind.MOMENT_LIST)
DATES = DateRange("FromDate", "ToDate", "Dates of the lead", field_key="DateField")
TYPE = SearchField(
    "Type", "Output", FieldKind.CHOICE, choices=(Choice("List", "A list"), Choice("Sum", "Figures")), default="List"
)
COLUMNS = SearchField(
    "columns", "Columns", FieldKind.TEXT_LIST, choices_from="fields", only_with=OnlyWith("Type", "List")
)
GROUP = SearchField(
    "GroupBy", "Group by", FieldKind.CHOICE, required=True, choices_from="groups", only_with=OnlyWith("Type", "Sum")
)
FIGURE = SearchField(
    "Figure",
    "Figure",
    FieldKind.CHOICE,
    choices=(Choice("Count", "Count"), Choice("Average", "Average")),
    default="Count",
    only_with=OnlyWith("Type", "Sum"),
)

VENDOR = SearchSpec(
    "vendor",
    "Leads",
    RecordKind.LEAD,
    (
        USERS,
        FILTERS,
        ACTIVITIES,
        IDS,
        WHICH,
        FROM,
        TO,
        TYPE,
        COLUMNS,
        GROUP,
        FIGURE,
        SEGMENTS,
        SOURCE,
        LANGUAGES,
        ROLES,
        OWNER,
    ),
    (),
    date_range=DATES,
)
FIELD_CHOICES = (Choice("FirstName", "First name"), Choice("mx_City", "City"), Choice("ProspectStage", "Lead stage"))
ACTIVITY_CHOICES = (Choice("21", "Inbound call"), Choice("22", "Outbound call"))
USER_CHOICES = (Choice("u-1", "Ada Testwood"), Choice("u-2", "Ben Sample"), Choice("u-3", "Sample, Carla"))
