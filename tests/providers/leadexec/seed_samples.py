"""The sample answers of LeadExec's query document with every key it names, filled with invented values."""

from __future__ import annotations

from typing import Any


def full_lead() -> dict[str, Any]:
    return {
        "UID": 90210001,
        "Properties": {
            "Channel": "Web", "TeamAssigned": "North", "LeadSourceUID": 7, "LeadSource": "Example Source",
            "DateAdded": "2019-09-08T07:25:49.87Z", "FileUID": 0, "AccountUID": 3, "Account": "Example Account",
            "LeadSourceSubID": "sub-1", "IsValid": True, "InvalidReason": "", "MaxSell": 1, "Price": 12.5,
            "Category": "N/A", "Lat": 30.00, "Long": -75.00, "Timezone": "Eastern",
            "QualityControlledOn": "2019-09-08T07:25:52.9Z", "InQualityControl": False,
            "QualityControlledBy": "Automation", "QualityControlResponse": "Bypass QC",
            "QualityControlResult": True, "CallVerified": False, "ReturnStatus": "Not Returned", "LeadGrade": "B",
            "Flagged": False, "CallDuration": 0, "CallResult": "", "IVRNumber": 0, "RecordID": "r-1",
            "AnalyticsUID": 0, "VisitID": "", "SearchEngine": "", "Keyword": "solar", "UserAssigned": "Not Assigned",
            "TCPACompliant": True,
        },
        "Fields": {
            "FirstName": "Ada", "LastName": "Test", "StreetAddress": "1 Main St", "City": "Reno", "State": "NV",
            "PostalCode": "01234", "Country": "US", "IPAddress": "192.0.2.1", "EmailAddress": "ada@example.com",
            "Phone": 7755550100, "LoanAmount": 175000,
        },
        "TCPAInformation": {
            "RequestDate": "2019-09-08T07:24:52.957Z", "IPAddress": "192.0.2.1", "ReferrerURL": "https://example.com/r",
            "ConsentText": "I agree to be called.", "RequestID": 5, "VisitID": "v-1",
            "Received": "2019-09-08T07:25:49.87Z", "FirstName": "Ada", "LastName": "Test", "Address": "1 Main St",
            "City": "Reno", "State": "NV", "PostalCode": "01234", "Country": "UA", "PhoneNumber": "7755550199",
            "IPLat": 0.0, "IPLong": 0.0, "IsMobile": "True", "ConsentGiven": True, "ConsentTextRequested": True,
            "Browser": "Firefox", "OS": "Linux", "Referrer": "example", "SearchTerm": "N/A",
            "FormURL": "https://example.com/form", "TimeOnSite": 42, "TimeOnForm": 21.5,
            "DateConsentTextRequested": "2019-09-08T07:24:52.957Z",
        },
        "SendInformation": {
            "Revenue": 30.25,
            "SendCount": 1,
            "Sends": [
                {
                    "SendUID": 11, "ClientUID": 12, "Client": "Example Buyer", "ClientGroup": "Buyers",
                    "DateSent": "2019-09-08T07:26:05.967Z", "Valid": True, "Price": 30.25,
                    "PostData": "first=Ada&password=hunter2", "Response": '{"ok": true}', "Location": 0,
                    "Emailed": False, "Forwarded": False, "RecordID": "", "DeliveryDuration": 0.4,
                    "ClientAccountUID": 13, "ClientAccount": "Main", "ClientOrderUID": 14, "InvoiceUID": 0,
                    "RevShare": 0.0, "Automated": True, "LeadNotes": "",
                    "LastReadDate": "2019-09-08T07:28:07.11Z", "FirstReadDate": "2019-09-08T07:27:07.11Z",
                    "ReadCount": 2, "LastReturnAction": 0, "LastActionDate": "2019-09-08T07:25:49.87Z",
                    "LastReturnActionReason": "", "AssignedReadDate": None,
                    "NextAppointmentDate": "0001-01-01T00:00:00Z",
                    "EmailReads": [{"DateOpened": "2019-09-08T07:26:07.11Z", "IPAddress": "192.0.2.9"}],
                    "Appointments": [],
                }
            ],
        },
        "TrestleVerification": {
            "VerifiedAt": "2026-04-15T14:22:31.000Z", "PhoneContactGrade": "A", "EmailContactGrade": "B",
            "PhoneActivityScore": 67, "PhoneLineType": "Mobile", "PhoneNameMatch": True, "EmailNameMatch": True,
            "AddressNameMatch": False, "TrestleAccountUID": "le-trestle-abc123",
        },
        "LastUpdated": "2020-09-29T18:17:00.832Z",
    }  # fmt: skip


def inbound_ping(ping_id: str = "63c8b0a03314ce0624637a41") -> dict[str, Any]:
    return {
        "Id": ping_id, "Accepted": True, "OrderID": "ea8fa160-f51f-4086-ad2c-45eb2081d552",
        "CreatedOn": "2023-01-19T02:53:19.993Z", "ExpiresOn": "2023-01-19T02:58:19.962Z", "LeadSourceUID": 0,
        "LeadSource": "Example Source", "CampaignUID": 0, "Campaign": "Spring", "Received": True, "LeadUID": 0,
        "PotentialClients": 0, "PotentialRevenue": 0.0, "DeliveredClients": 0, "ActualRevenue": 0.0, "Result": "",
        "ScanLog": "", "MatchedClients": ["Buyer A", "Buyer B"], "RequestID": "", "Response": None, "Request": None,
        "Fields": None,
    }  # fmt: skip


def outbound_ping(ping_id: str = "650b4e6e66024a3c705b1403") -> dict[str, Any]:
    return {
        "Id": ping_id, "Accepted": True, "ClientUID": 0, "Client": "Example Buyer", "DeliveryMethodUID": 0,
        "DeliveryMethod": "Post", "DeliveryAccountUID": 0, "DeliveryAccount": "Main", "PostSent": True, "LeadUID": 0,
        "Price": 0.0, "Revenue": 0.0, "Response": None, "Request": None, "LeadSourceUID": 0,
        "CampaignName": "Spring", "SentOn": "2023-09-20T19:56:30.018Z", "Fields": None,
    }  # fmt: skip


def pings_page(rows: list[Any], *, total: Any = None) -> dict[str, Any]:
    total = len(rows) if total is None else total
    return {"Total": total, "Sent": len(rows), "Skip": 0, "Take": 100, "QueryTime": 3, "Pings": rows}
