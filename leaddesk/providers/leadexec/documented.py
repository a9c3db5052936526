"""The keys that LeadExec's query document names, section by section, with the words and kinds people read them by.

Columns, panes and the reading of a lead are drawn from these tables. What the data holds beyond them is found
in the data itself (`key_guessing`). Source: the vendor's query document, dossier sections 3 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from leaddesk.domain.cell import Kind


@dataclass(frozen=True, slots=True)
class Key:
    """One documented key: the vendor's name, what a person reads, how the value is read."""

    name: str
    label: str
    kind: Kind = Kind.TEXT


UID: Final = Key("UID", "Lead id", Kind.IDENTIFIER)
LAST_UPDATED: Final = Key("LastUpdated", "Last updated", Kind.MOMENT)

PROPERTIES: Final = (
    Key("DateAdded", "Date added", Kind.MOMENT),
    Key("Channel", "Channel"),
    Key("TeamAssigned", "Team"),
    Key("LeadSourceUID", "Lead source id", Kind.IDENTIFIER),
    Key("LeadSource", "Lead source"),
    Key("LeadSourceSubID", "Lead source sub-id", Kind.IDENTIFIER),
    Key("FileUID", "File id", Kind.IDENTIFIER),
    Key("AccountUID", "LeadExec account id", Kind.IDENTIFIER),
    Key("Account", "LeadExec account"),
    Key("IsValid", "Valid", Kind.YES_NO),
    Key("InvalidReason", "Invalid because"),
    Key("MaxSell", "Most sales", Kind.INTEGER),
    Key("Price", "Price", Kind.MONEY),
    Key("Category", "Category"),
    Key("Lat", "Latitude", Kind.NUMBER),
    Key("Long", "Longitude", Kind.NUMBER),
    Key("Timezone", "Time zone"),
    Key("QualityControlledOn", "Quality controlled", Kind.MOMENT),
    Key("InQualityControl", "In quality control", Kind.YES_NO),
    Key("QualityControlledBy", "Quality controlled by"),
    Key("QualityControlResponse", "Quality control response"),
    Key("QualityControlResult", "Quality control passed", Kind.YES_NO),
    Key("CallVerified", "Call verified", Kind.YES_NO),
    Key("ReturnStatus", "Return status"),
    Key("LeadGrade", "Grade"),
    Key("Flagged", "Flagged", Kind.YES_NO),
    Key("CallDuration", "Call duration", Kind.NUMBER),
    Key("CallResult", "Call result"),
    Key("IVRNumber", "IVR number", Kind.IDENTIFIER),
    Key("RecordID", "Record id", Kind.IDENTIFIER),
    Key("AnalyticsUID", "Analytics id", Kind.IDENTIFIER),
    Key("VisitID", "Visit id", Kind.IDENTIFIER),
    Key("SearchEngine", "Search engine"),
    Key("Keyword", "Keyword"),
    Key("UserAssigned", "Assigned to"),
    Key("TCPACompliant", "TCPA compliant", Kind.YES_NO),
)

FIELDS: Final = (
    Key("FirstName", "First name"),
    Key("LastName", "Last name"),
    Key("StreetAddress", "Street"),
    Key("City", "City"),
    Key("State", "State"),
    Key("PostalCode", "Postal code", Kind.POSTAL_CODE),
    Key("Country", "Country"),
    Key("IPAddress", "IP address", Kind.IDENTIFIER),
    Key("EmailAddress", "E-mail", Kind.EMAIL),
    Key("Phone", "Phone", Kind.PHONE),
)

TCPA: Final = (
    Key("ConsentGiven", "Consent given", Kind.YES_NO),
    Key("ConsentTextRequested", "Consent text requested", Kind.YES_NO),
    Key("ConsentText", "Consent text", Kind.LONG_TEXT),
    Key("RequestDate", "Requested", Kind.MOMENT),
    Key("Received", "Received", Kind.MOMENT),
    Key("DateConsentTextRequested", "Text requested on", Kind.MOMENT),
    Key("RequestID", "Request id", Kind.IDENTIFIER),
    Key("VisitID", "Visit id", Kind.IDENTIFIER),
    Key("FirstName", "First name"),
    Key("LastName", "Last name"),
    Key("Address", "Street"),
    Key("City", "City"),
    Key("State", "State"),
    Key("PostalCode", "Postal code", Kind.POSTAL_CODE),
    Key("Country", "Country"),
    Key("PhoneNumber", "Phone", Kind.PHONE),
    Key("IPAddress", "IP address", Kind.IDENTIFIER),
    Key("IPLat", "IP latitude", Kind.NUMBER),
    Key("IPLong", "IP longitude", Kind.NUMBER),
    Key("IsMobile", "Mobile device", Kind.YES_NO),
    Key("Browser", "Browser"),
    Key("OS", "Operating system"),
    Key("FormURL", "Form page", Kind.URL),
    Key("ReferrerURL", "Referrer page", Kind.URL),
    Key("Referrer", "Referrer"),
    Key("SearchTerm", "Search term"),
    Key("TimeOnSite", "Time on site", Kind.NUMBER),
    Key("TimeOnForm", "Time on form", Kind.NUMBER),
)

SEND_INFORMATION: Final = (
    Key("Revenue", "Revenue", Kind.MONEY),
    Key("SendCount", "Sends", Kind.INTEGER),
)

SENDS: Final = (
    Key("SendUID", "Send id", Kind.IDENTIFIER),
    Key("ClientUID", "Client id", Kind.IDENTIFIER),
    Key("Client", "Client"),
    Key("ClientGroup", "Client group"),
    Key("DateSent", "Sent", Kind.MOMENT),
    Key("Valid", "Accepted", Kind.YES_NO),
    Key("Price", "Price", Kind.MONEY),
    Key("PostData", "Posted", Kind.LONG_TEXT),
    Key("Response", "Response", Kind.LONG_TEXT),
    Key("Location", "Location", Kind.IDENTIFIER),
    Key("Emailed", "E-mailed", Kind.YES_NO),
    Key("Forwarded", "Forwarded", Kind.YES_NO),
    Key("RecordID", "Record id", Kind.IDENTIFIER),
    Key("DeliveryDuration", "Delivery duration", Kind.NUMBER),
    Key("ClientAccountUID", "Client account id", Kind.IDENTIFIER),
    Key("ClientAccount", "Client account"),
    Key("ClientOrderUID", "Client order id", Kind.IDENTIFIER),
    Key("InvoiceUID", "Invoice id", Kind.IDENTIFIER),
    Key("RevShare", "Revenue share", Kind.NUMBER),
    Key("Automated", "Automated", Kind.YES_NO),
    Key("LeadNotes", "Lead notes", Kind.LONG_TEXT),
    Key("LastReadDate", "Last read", Kind.MOMENT),
    Key("FirstReadDate", "First read", Kind.MOMENT),
    Key("ReadCount", "Reads", Kind.INTEGER),
    Key("LastReturnAction", "Last return action"),
    Key("LastActionDate", "Last action on", Kind.MOMENT),
    Key("LastReturnActionReason", "Return reason"),
    Key("AssignedReadDate", "Read by assignee", Kind.MOMENT),
    Key("NextAppointmentDate", "Next appointment", Kind.MOMENT),
    Key("EmailReads", "E-mail reads", Kind.OBJECT),
    Key("Appointments", "Appointments", Kind.OBJECT),
)

TRESTLE: Final = (
    Key("VerifiedAt", "Verified", Kind.MOMENT),
    Key("PhoneContactGrade", "Phone contact grade"),
    Key("EmailContactGrade", "E-mail contact grade"),
    Key("PhoneActivityScore", "Phone activity score", Kind.NUMBER),
    Key("PhoneLineType", "Phone line type"),
    Key("PhoneNameMatch", "Phone matches name", Kind.YES_NO),
    Key("EmailNameMatch", "E-mail matches name", Kind.YES_NO),
    Key("AddressNameMatch", "Address matches name", Kind.YES_NO),
    Key("TrestleAccountUID", "Trestle account id", Kind.IDENTIFIER),
)

INBOUND_PING: Final = (
    Key("Id", "Ping id", Kind.IDENTIFIER),
    Key("CreatedOn", "Created", Kind.MOMENT),
    Key("ExpiresOn", "Expires", Kind.MOMENT),
    Key("Accepted", "Accepted", Kind.YES_NO),
    Key("Received", "Received", Kind.YES_NO),
    Key("LeadSource", "Lead source"),
    Key("LeadSourceUID", "Lead source id", Kind.IDENTIFIER),
    Key("Campaign", "Campaign"),
    Key("CampaignUID", "Campaign id", Kind.IDENTIFIER),
    Key("LeadUID", "Lead id", Kind.IDENTIFIER),
    Key("PotentialClients", "Potential clients", Kind.INTEGER),
    Key("PotentialRevenue", "Potential revenue", Kind.MONEY),
    Key("DeliveredClients", "Delivered clients", Kind.INTEGER),
    Key("ActualRevenue", "Actual revenue", Kind.MONEY),
    Key("Result", "Result"),
    Key("MatchedClients", "Matched clients", Kind.OBJECT),
    Key("OrderID", "Order id", Kind.IDENTIFIER),
    Key("RequestID", "Request id", Kind.IDENTIFIER),
    Key("ScanLog", "Scan log", Kind.LONG_TEXT),
    Key("Request", "Request", Kind.LONG_TEXT),
    Key("Response", "Response", Kind.LONG_TEXT),
    Key("Fields", "Fields", Kind.OBJECT),
)

OUTBOUND_PING: Final = (
    Key("Id", "Ping id", Kind.IDENTIFIER),
    Key("SentOn", "Sent", Kind.MOMENT),
    Key("Accepted", "Accepted", Kind.YES_NO),
    Key("Client", "Client"),
    Key("ClientUID", "Client id", Kind.IDENTIFIER),
    Key("DeliveryMethod", "Delivery method"),
    Key("DeliveryMethodUID", "Delivery method id", Kind.IDENTIFIER),
    Key("DeliveryAccount", "Delivery account"),
    Key("DeliveryAccountUID", "Delivery account id", Kind.IDENTIFIER),
    Key("PostSent", "Post sent", Kind.YES_NO),
    Key("LeadUID", "Lead id", Kind.IDENTIFIER),
    Key("Price", "Price", Kind.MONEY),
    Key("Revenue", "Revenue", Kind.MONEY),
    Key("LeadSourceUID", "Lead source id", Kind.IDENTIFIER),
    Key("CampaignName", "Campaign"),
    Key("Request", "Request", Kind.LONG_TEXT),
    Key("Response", "Response", Kind.LONG_TEXT),
    Key("Fields", "Fields", Kind.OBJECT),
)
