"""The lead fields of the demo's LeadSquared account, as its metadata gives them (dossier, section 8, metadata)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from leaddesk.demo import wordlists as words
from leaddesk.demo.leadsquared_moments import write_milliseconds

STAGES: Final = ("Prospect", "Opportunity", "Customer", "Disqualified", "Invalid", "No answer – retry")
INTERESTS: Final = ("Home loan", "Solar", "Car insurance", "Nothing yet")
SCORE_BANDS: Final = ("A+", "A", "B", "C", "D")

_ACCOUNT_BEGAN: Final = datetime(2023, 5, 8, 9, 30, 11, tzinfo=UTC)


class Field(NamedTuple):
    """A lead field. `data_type` is the vendor's word; dropdowns have options."""

    schema_name: str
    display_name: str
    data_type: str
    options: tuple[str, ...] = ()
    max_length: str | None = "200"
    is_mandatory: bool = False
    is_searchable: bool = False

    @property
    def is_dropdown(self) -> bool:
        """Whether its values are chosen from a list."""
        return self.data_type in ("Select", "SearchableDropdown", "MultiSelect")


def _text(schema_name: str, display_name: str, max_length: str = "200", *, is_searchable: bool = False) -> Field:
    return Field(schema_name, display_name, "Text", max_length=max_length, is_searchable=is_searchable)


def _of(data_type: str, schema_name: str, display_name: str) -> Field:
    return Field(schema_name, display_name, data_type, max_length=None)


def _choice(schema_name: str, display_name: str, options: tuple[str, ...], data_type: str = "Select") -> Field:
    return Field(schema_name, display_name, data_type, tuple(dict.fromkeys(item for item in options if item)))


FIELDS: Final = (
    Field("ProspectID", "Lead ID", "Text", max_length="36"),
    _of("Number", "ProspectAutoId", "Lead Number"),
    _text("FirstName", "First Name", "100", is_searchable=True),
    Field("LastName", "Last Name", "Text", max_length="100", is_mandatory=True, is_searchable=True),
    Field("EmailAddress", "Email", "Email", is_searchable=True),
    Field("Phone", "Phone Number", "Phone", max_length="50", is_searchable=True),
    Field("Mobile", "Mobile Number", "Phone", max_length="50", is_searchable=True),
    _text("Company", "Account", is_searchable=True),
    _text("JobTitle", "Job Title"),
    _of("Website", "Website", "Website"),
    _choice("ProspectStage", "Lead Stage", STAGES),
    _of("User", "OwnerId", "Owner"),
    _text("OwnerIdName", "Owner Name"),
    _of("Email", "OwnerIdEmailAddress", "Owner Email"),
    _choice("Source", "Lead Source", words.SOURCES, "SearchableDropdown"),
    _choice("SourceCampaign", "Source Campaign", words.CAMPAIGNS, "SearchableDropdown"),
    _text("SourceMedium", "Source Medium"),
    _text("SourceReferrerURL", "Source Referrer URL", "1000"),
    _text("SourceIPAddress", "Source IP Address", "50"),
    _choice("Origin", "Lead Origin", tuple(words.CHANNELS)),
    _text("Web_Refkeyword", "Referral Keywords"),
    _of("Number", "Score", "Lead Score"),
    _of("Number", "EngagementScore", "Engagement Score"),
    _of("Number", "QualityScore01", "Lead Quality"),
    _of("Boolean", "DoNotCall", "Do Not Call"),
    _of("Boolean", "DoNotEmail", "Do Not Email"),
    _of("Boolean", "DoNotTrack", "Do Not Track"),
    _of("Boolean", "IsStarredLead", "Starred"),
    _of("Number", "Latitude", "Latitude"),
    _of("Number", "Longitude", "Longitude"),
    _text("TimeZone", "Time Zone", "50"),
    _of("Number", "TotalVisits", "Total Visits"),
    _of("Number", "AvgTimePerVisit", "Average Time Per Visit"),
    _of("DateTime", "CreatedOn", "Created On"),
    _of("User", "CreatedBy", "Created By"),
    _text("CreatedByName", "Created By Name"),
    _of("DateTime", "ModifiedOn", "Modified On"),
    _of("User", "ModifiedBy", "Modified By"),
    _of("DateTime", "LeadLastModifiedOn", "Lead Last Modified On"),
    _of("Text", "ProspectActivityId_Max", "Last Activity ID"),
    _text("ProspectActivityName_Max", "Last Activity"),
    _of("DateTime", "ProspectActivityDate_Max", "Last Activity Date"),
    _of("DateTime", "ProspectActivityDate_Min", "First Activity Date"),
    Field("Notes", "Notes", "TextArea", max_length="8000"),
    _text("mx_Street1", "Address 1"),
    _text("mx_City", "City", is_searchable=True),
    _text("mx_State", "State"),
    _text("mx_Zip", "Postal Code", "20"),
    _text("mx_Country", "Country", is_searchable=True),
    Field("mx_Work_Phone", "Office Number", "Phone", max_length="50"),
    _of("Email", "mx_Work_Email", "Office Email"),
    _of("Date", "mx_Date_of_Birth", "Birthday"),
    _choice("mx_Product", "Asked For", INTERESTS),
    _text("mx_Purpose", "What For"),
    _choice("mx_Time_Frame", "Wants It By", words.TIME_FRAMES),
    _of("Number", "mx_Loan_Amount", "Requested Loan ($)"),
    _of("Number", "mx_Property_Value", "Home Value ($)"),
    _choice("mx_Credit_Rating", "Self-rated Credit", words.CREDIT_RATINGS),
    _of("Boolean", "mx_Consent_Given", "Agreed To Calls"),
    Field("mx_Consent_Text", "Text Agreed To", "TextArea", max_length="8000"),
    _choice("mx_Tags", "Labels", ("VIP", "Call back", "Wrong number", "Spanish"), "MultiSelect"),
    _text("mx_Partner_Ref", "Partner reference no."),
    _of("GeoLocation", "mx_Last_Check_In", "Last Check-in"),
)
FIELDS_BY_NAME: Final = {item.schema_name: item for item in FIELDS}

_RENDER_TYPES: Final = {
    "Text": (1, "TextBox"), "TextArea": (2, "TextArea"), "Select": (3, "DropDown"), "Boolean": (4, "CheckBox"),
    "Number": (5, "Number"), "Date": (7, "Date"), "DateTime": (8, "DateTime"), "Email": (9, "Email"),
    "Phone": (10, "Phone"), "Website": (11, "URL"), "User": (12, "User"), "MultiSelect": (42, "MultiSelect"),
    "SearchableDropdown": (33, "SearchableDropDown"), "GeoLocation": (50, "GeoLocation"),
}  # fmt: skip


def build_metadata(*, with_options: bool, schema_name: str | None = None) -> list[dict[str, Any]]:
    """As `LeadsMetaData.Get` gives the fields: all of them, or the one of this name (exactly so written)."""
    return [
        _build_field(place, item, with_options=with_options)
        for place, item in enumerate(FIELDS)
        if schema_name in (None, item.schema_name)
    ]


def _build_field(place: int, item: Field, *, with_options: bool) -> dict[str, Any]:
    kind, words_of_kind = _RENDER_TYPES[item.data_type]
    is_custom = item.schema_name.startswith("mx_")
    row: dict[str, Any] = {
        "LeadAttributeId": None,
        "SchemaName": item.schema_name,
        "DisplayName": item.display_name,
        "DataType": item.data_type,
        "IsMandatory": item.is_mandatory,
        "MaxLength": item.max_length,
        "RenderType": kind,
        "RenderTypeTextValue": words_of_kind,
        "IsCustomField": is_custom,
        "IsVisible": item.schema_name not in ("ProspectActivityId_Max", "DoNotTrack"),
        "IsSortable": item.data_type not in ("TextArea", "MultiSelect", "GeoLocation"),
        "IsSearchable": item.is_searchable,
        "DefaultValue": "Prospect" if item.schema_name == "ProspectStage" else None,
        "CreatedOn": write_milliseconds(_ACCOUNT_BEGAN + timedelta(days=place if is_custom else 0)),
    }
    if item.is_dropdown and with_options:
        row["Options"] = [{"Value": option} for option in item.options]
    return row
