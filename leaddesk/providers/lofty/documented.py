"""Lofty's documented keys of a lead and of its parts: names, labels, kinds (seed; dossier section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from leaddesk.domain.cell import Kind


@dataclass(frozen=True, slots=True)
class Key:
    """One documented key. `unset`: -1 means that nothing was set; `none_at_zero`: so does 0."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    unset: bool = False
    none_at_zero: bool = False


def _id(name: str, label: str) -> Key:
    return Key(name, label, Kind.IDENTIFIER, unset=True, none_at_zero=True)


PERSON: Final = (
    Key("leadId", "Lead id", Kind.IDENTIFIER),
    Key("leadUserId", "Lead user id", Kind.IDENTIFIER),
    Key("firstName", "First name"),
    Key("lastName", "Last name"),
    Key("birthday", "Birthday"),
    Key("language", "Language"),
    Key("emails", "E-mails", Kind.EMAIL),
    Key("source", "Source"),
    Key("leadSource", "Source id", Kind.IDENTIFIER, unset=True),
    Key("referredBy", "Referred by"),
    Key("leadTypes", "Lead types"),
    Key("stage", "Stage"),
    Key("stageId", "Stage id", Kind.IDENTIFIER),
    Key("score", "Score", Kind.NUMBER, unset=True),
    Key("opportunity", "Opportunity"),
    Key("facebook", "Facebook"),
    Key("twitter", "Twitter"),
    Key("streetAddress", "Street (old field)"),
    Key("city", "City (old field)"),
    Key("state", "State (old field)"),
    Key("zipCode", "ZIP code (old field)", Kind.POSTAL_CODE),
    Key("createTime", "Created", Kind.MOMENT),
    Key("lastUpdateTime", "Last updated", Kind.MOMENT),
    Key("lastTouch", "Last contact", Kind.MOMENT),
    Key("lastVisit", "Last visit", Kind.MOMENT),
    Key("buyingTimeFrame", "Buying within months"),
    Key("sellingTimeFrame", "Selling within months"),
    Key("preQual", "Pre-qualified"),
    Key("houseToSell", "Has a house to sell"),
    Key("fthb", "First-time home buyer"),
    Key("buyHouse", "Buys a house"),
    Key("mortgage", "Mortgage"),
    Key("withBuyerAgent", "Has a buyer’s agent"),
    Key("withListingAgent", "Has a listing agent"),
)
CONTACT: Final = (
    Key("cannotCall", "Do not call", Kind.YES_NO),
    Key("cannotText", "Do not text", Kind.YES_NO),
    Key("cannotEmail", "Do not e-mail", Kind.YES_NO),
    Key("unsubscription", "Unsubscribed", Kind.YES_NO),
    Key("hiddenFlag", "Hidden", Kind.YES_NO),
)
HANDLING: Final = (
    Key("assignedUser", "Assigned to"),
    _id("assignedUserId", "Assigned user id"),
    Key("assignTime", "Assigned", Kind.MOMENT),
    Key("assignCompletionStatus", "Assignment complete", Kind.YES_NO),
    _id("lenderUserId", "Lender user id"),
    Key("pondName", "Pond"),
    _id("pondId", "Pond id"),
    Key("teamId", "Team id", Kind.IDENTIFIER),
    _id("ownershipId", "Owner’s id"),
    Key("ownershipScope", "Owned by"),
)
INQUIRY: Final = (
    Key("priceMin", "Price from", Kind.MONEY, unset=True),
    Key("priceMax", "Price to", Kind.MONEY, unset=True),
    Key("propertyType", "Kinds of property"),
    Key("bedroomsMin", "Bedrooms from", Kind.NUMBER, unset=True),
    Key("bedroomsMax", "Bedrooms to", Kind.NUMBER, unset=True),
    Key("bathroomsMin", "Bathrooms from", Kind.NUMBER, unset=True),
    Key("bathroomsMax", "Bathrooms to", Kind.NUMBER, unset=True),
    Key("locations", "Places"),
    Key("modifyByAgent", "Changed by an agent", Kind.YES_NO),
    Key("createTime", "Inquiry made", Kind.MOMENT),
    Key("updateTime", "Inquiry changed", Kind.MOMENT),
    Key("defaultValue", "The usual one", Kind.YES_NO),
    Key("id", "Inquiry id", Kind.IDENTIFIER),
    Key("leadUserId", "Lead user id", Kind.IDENTIFIER),
)
PROPERTY: Final = (
    Key("mailAddress", "Mailing address", Kind.YES_NO),
    Key("streetAddress", "Street"),
    Key("city", "City"),
    Key("state", "State"),
    Key("zipCode", "ZIP code", Kind.POSTAL_CODE),
    Key("county", "County"),
    Key("propertyType", "Kind of property"),
    Key("price", "Price", Kind.MONEY, unset=True),
    Key("bedrooms", "Bedrooms", Kind.NUMBER, unset=True),
    Key("bathrooms", "Bathrooms", Kind.NUMBER, unset=True),
    Key("squareFeet", "Square feet", Kind.NUMBER, unset=True),
    Key("lotSize", "Lot size", Kind.NUMBER, unset=True),
    Key("parkingSpace", "Parking spaces", Kind.NUMBER, unset=True),
    Key("floors", "Floors", Kind.NUMBER, unset=True),
    Key("label", "Label"),
    Key("labelList", "Labels"),
    Key("labelType", "Kind of label"),
    Key("note", "Note", Kind.LONG_TEXT),
    Key("listingStatus", "Listing status"),
    Key("listingId", "Listing id", Kind.IDENTIFIER),
    _id("autoListingId", "Automatic listing id"),
    Key("pictureUrl", "Picture", Kind.URL),
    Key("siteListingUrl", "Listing’s page", Kind.URL),
    Key("id", "Property id", Kind.IDENTIFIER),
    Key("leadUserId", "Lead user id", Kind.IDENTIFIER),
)
TAG: Final = (
    Key("tagName", "Tag"),
    Key("createTime", "Added", Kind.MOMENT),
    Key("updateTime", "Updated", Kind.MOMENT),
    Key("tagId", "Tag id", Kind.IDENTIFIER),
    Key("creatorUserId", "Added by user id", Kind.IDENTIFIER),
    Key("visibleType", "Visible to", Kind.INTEGER),
    Key("leadId", "Lead id", Kind.IDENTIFIER),
)
FAMILY_MEMBER: Final = (
    Key("firstName", "First name"),
    Key("lastName", "Last name"),
    Key("relationship", "Relationship"),
    Key("phones", "Phones", Kind.PHONE),
    Key("emails", "E-mails", Kind.EMAIL),
    Key("birthday", "Birthday"),
)
ROLE: Final = (
    Key("role", "Role"),
    Key("assignee", "Held by"),
    _id("assigneeId", "Holder’s user id"),
    Key("roleId", "Role id", Kind.IDENTIFIER),
)
