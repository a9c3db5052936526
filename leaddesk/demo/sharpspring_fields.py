"""The fields of the demo account's leads, and what `getFields` says of them (dossier, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

STANDARD_KEYS: Final = (
    "id", "accountID", "ownerID", "campaignID", "trackingID", "companyName", "title", "firstName", "lastName", "street",
    "city", "country", "state", "zipcode", "emailAddress", "website", "phoneNumber", "officePhoneNumber",
    "phoneNumberExtension", "mobilePhoneNumber", "faxNumber", "description", "industry", "active", "isQualified",
    "isContact", "isCustomer", "status", "updateTimestamp", "createTimestamp", "leadScoreWeighted", "leadScore",
    "isUnsubscribed", "leadStatus", "persona",
)  # fmt: skip
"""The 35 keys that every lead has, in the order in which they come."""


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field that the company added. Its system name keeps the first label; renaming changes the label alone."""

    system_name: str
    label: str
    kind: str
    length: int = 255
    is_active: bool = True


LOAN_PURPOSE: Final = CustomField("loan_purpose_5a0dd86e6e290", "Loan purpose", "picklist")
LOAN_AMOUNT: Final = CustomField("loan_amount_5a0dd86e6e2a1", "Loan amount", "int", 11)
PROPERTY_VALUE: Final = CustomField("property_value_5a0dd8701c3f0", "Property value (estimate)", "int", 11)
CREDIT_RATING: Final = CustomField("Credit_Rating_5a0dd8f21b7c4", "Credit rating", "picklist")
INTERESTS: Final = CustomField("interests_5b9c0f3a77d10", "Interested in", "checkbox")
BEST_TIME: Final = CustomField("best_time_to_call_5b9c0f3a77d2e", "Best time to call", "string")
BIRTH_DATE: Final = CustomField("birth_date_5b9c101d0a9f8", "Date of birth", "date")
PROPERTY_ZIP: Final = CustomField("property_zip_5c11e0b4c8e05", "ZIP of the property", "string", 10)
CONSENT_TEXT: Final = CustomField("tcpa_text_5d3f6a2b9e417", "Consent wording", "textarea", 65_535)
CONSENT_GIVEN: Final = CustomField("tcpa_yes_no_5d3f6a2b9e42a", "Agreed to be called", "bit", 1)
SPOKEN_TO: Final = CustomField(
    "has_spoken_to_one_of_our_advisers_about_the_rates__5e7b2c90d1f33", "Spoken to an adviser", "boolean", 1
)
OLD_CODE: Final = CustomField("partner_code_old__5f00a1b2c3d4e", "Partner code (old)", "string", 50, is_active=False)

CUSTOM_FIELDS: Final = (
    LOAN_PURPOSE, LOAN_AMOUNT, PROPERTY_VALUE, CREDIT_RATING, INTERESTS, BEST_TIME, BIRTH_DATE, PROPERTY_ZIP,
    CONSENT_TEXT, CONSENT_GIVEN, SPOKEN_TO, OLD_CODE,
)  # fmt: skip
LEAD_KEYS: Final = (*STANDARD_KEYS, *(item.system_name for item in CUSTOM_FIELDS))

_ONLY_ON_LEADS: Final = (
    "accountID", "active", "createTimestamp", "isQualified", "isContact", "isCustomer", "status",
)  # fmt: skip
"""Keys of leads that the list of fields does not have."""

_ONLY_IN_THE_LIST: Final = {
    "crmID": "CRM ID",
    "numBounces": "Number of bounces",
    "hardBounced": "Hard bounced",
    "hasOpportunity": "Has opportunity",
}
_LABELS: Final = {
    "id": "SharpSpring ID",
    "ownerID": "Lead owner",
    "campaignID": "Campaign",
    "trackingID": "Tracking ID",
    "companyName": "Company name",
    "title": "Title",
    "firstName": "First name",
    "lastName": "Last name",
    "street": "Street",
    "city": "City",
    "country": "Country",
    "state": "State",
    "zipcode": "ZIP",
    "emailAddress": "Email",
    "website": "Website",
    "phoneNumber": "Phone number",
    "officePhoneNumber": "Office phone number",
    "phoneNumberExtension": "Extension",
    "mobilePhoneNumber": "Mobile phone",
    "faxNumber": "Fax",
    "description": "Description",
    "industry": "Industry",
    "updateTimestamp": "Last updated",
    "leadScoreWeighted": "Lead score (weighted)",
    "leadScore": "Lead score",
    "isUnsubscribed": "Is unsubscribed",
    "leadStatus": "Lead status",
    "persona": "Persona",
}
_KINDS: Final = {"emailAddress": "email", "isUnsubscribed": "bit", "leadStatus": "picklist", "leadScore": "int"}
_LENGTHS: Final = {"firstName": 50, "lastName": 50, "state": 50, "zipcode": 50, "emailAddress": 150,
                   "companyName": 100, "persona": 128, "description": 65_535}  # fmt: skip
_OTHER_RECORDS: Final = (
    ("account", CustomField("segment_5a0de11f90b02", "Segment", "picklist")),
    ("opportunity", CustomField("loan_amount_5a0de1200c9d1", "Loan amount", "int", 11)),
    ("campaign", CustomField("channel_5a0de12155e77", "Channel", "string")),
)
_FIRST_ID: Final = 265_000_101


def list_fields(*, flags_as_booleans: bool) -> list[dict[str, Any]]:
    """All fields of leads, accounts, opportunities and campaigns, ascending by id."""
    rows: list[dict[str, Any]] = []
    for name in (*STANDARD_KEYS, *_ONLY_IN_THE_LIST):
        if name in _ONLY_ON_LEADS:
            continue
        label = _LABELS.get(name) or _ONLY_IN_THE_LIST[name]
        item = CustomField(name, label, _KINDS.get(name, "string"), _LENGTHS.get(name, 255))
        rows.append(_describe(item, "lead", is_custom=False))
    rows += [_describe(item, "lead", is_custom=True) for item in CUSTOM_FIELDS]
    rows += [_describe(item, record, is_custom=True) for record, item in _OTHER_RECORDS]
    for place, row in enumerate(rows):
        row["id"] = str(_FIRST_ID + place * 2)
        for key, value in row.items():
            if isinstance(value, bool) and not flags_as_booleans:
                row[key] = str(int(value))
    return rows


def _describe(item: CustomField, record: str, *, is_custom: bool) -> dict[str, Any]:
    return {
        "id": "",
        "relationship": record,
        "systemName": item.system_name,
        "label": item.label,
        "source": "user" if is_custom else None,
        "dataType": item.kind,
        "dataLength": str(item.length),
        "isRequired": item.system_name == "emailAddress",
        "isCustom": is_custom,
        "isActive": item.is_active,
        "isAvailableInContactManager": True,
        "isEditableInContactManager": item.system_name not in ("id", "updateTimestamp", "leadScore"),
        "isAvailableInForms": is_custom and item.is_active,
    }
