"""A lead as live accounts send it: every documented member, with the awkward values that real data has."""

from __future__ import annotations

from typing import Any


def full_lead(**changes: Any) -> dict[str, Any]:
    lead: dict[str, Any] = {
        "cannotText": True,
        "cannotCall": True,
        "cannotEmail": False,
        "leadId": 1100000000000001,
        "leadUserId": 1100500000000001,
        "firstName": "Ada",
        "lastName": "Test",
        "birthday": "May 7, 1980",
        "emails": ["ada@example.com", "ada.work@example.net"],
        "phones": ["+12125550123", "2125550124", "2125550125"],
        "leadSource": -1,
        "source": "Open house",
        "stageId": 501,
        "stage": "New Leads",
        "assignedUserId": 563172647619601,
        "assignedUser": "Dana Whitfield",
        "lenderUserId": 0,
        "score": 40,
        "tags": [
            {
                "leadId": 1100000000000001, "tagId": 7, "createTime": "2026-01-06T00:00:00Z", "updateTime": None,
                "tagName": "Open house, May", "creatorUserId": 563172647619601, "visibleType": 1, "color": "red",
            },
            {"tagName": "VIP", "tagId": 8},
        ],
        "teamId": 840117,
        "streetAddress": "1 Old St",
        "city": "Reno",
        "state": "NV",
        "zipCode": "00501",
        "createTime": "2026-01-05T09:10:11GMT",
        "assignTime": "2026-01-05T09:20:00GMT",
        "facebook": None,
        "twitter": "",
        "hiddenFlag": False,
        "referredBy": "Sam Example",
        "leadInquiry": {
            "priceMin": -1, "priceMax": 450000, "propertyType": ["Condo", "Townhouse"], "bedroomsMin": 2,
            "bathroomsMin": "1.5", "locations": [{"city": "Austin", "stateCode": "TX"}, {"zipCode": "00501"}], "id": 31,
            "leadUserId": 1100500000000001, "bedroomsMax": -1, "bathroomsMax": None, "modifyByAgent": True,
            "createTime": "2026-01-05T09:10:11Z", "updateTime": "", "defaultValue": False, "mood": "keen",
        },
        "leadPropertyList": [
            {"price": 300000, "streetAddress": "9 Example Court", "city": "Sparks", "mailAddress": False, "lotSize": -1},
            {
                "price": -1, "state": "CA", "city": "Cupertino", "streetAddress": "2 New Rd", "zipCode": "09501",
                "county": None, "propertyType": "Condo", "bedrooms": 3, "bathrooms": 2.5, "squareFeet": 900,
                "lotSize": 26.33, "parkingSpace": -1, "floors": -1, "mailAddress": True, "id": 41, "leadUserId": 5,
                "listingId": "00123", "autoListingId": 0, "label": "Home", "note": "Roof: new", "listingStatus": "Sold",
                "labelList": '["Home"]', "pictureUrl": "https://pictures.example.com/a.jpg", "siteListingUrl": None,
                "labelType": "1", "solar": True,
            },
        ],
        "customAttributes": [
            {
                "attributeName": "Wishes", "attributeType": "multi_select", "value": '["Pool","Garage"]',
                "params": '{"option":["Pool","Garage","Garden"]}',
            },
            {"attributeName": "Budget", "attributeType": "currency", "value": "1500", "params": None},
            {"attributeName": "Lease ends", "attributeType": "date", "value": "2026-05-01", "params": None, "by": "x"},
        ],
        "lastUpdateTime": "2026-01-09T00:00:00GMT",
        "groups": None,
        "segments": ["Investors", "Downtown"],
        "unsubscription": True,
        "leadTypes": [2, 1, 42],
        "lastTouch": None,
        "lastVisit": "",
        "phoneStatuses": [4, 5],
        "assignCompletionStatus": True,
        "buyingTimeFrame": "0-3",
        "preQual": "N/A",
        "houseToSell": "Yes",
        "fthb": "No",
        "withBuyerAgent": None,
        "sellingTimeFrame": "N/A",
        "mortgage": "Yes",
        "buyHouse": "Yes",
        "withListingAgent": "No",
        "opportunity": "High Interest",
        "leadFamilyMemberList": [
            {
                "firstName": "Bo", "relationship": "Spouse", "lastName": "Test", "phones": ["2125550123"],
                "emails": None, "birthday": "",
            }
        ],
        "pondId": 0,
        "pondName": None,
        "customRoleList": [
            {"roleId": 11, "role": "Lender", "assigneeId": 0, "assignee": None},
            {"roleId": 12, "role": "ISA", "assigneeId": 222, "assignee": "Priya Nair"},
        ],
        "language": "en",
        "ownershipId": 840117,
        "ownershipScope": "TEAM",
        "privateFlag": False,
        "leadType": 2,
        "propertySource": {"name": "MLS"},
    }  # fmt: skip
    return lead | changes
