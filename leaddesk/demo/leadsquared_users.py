"""The users of the demo's LeadSquared account (dossier, section 8, Users.Get; section 2, UserByAccessKey.Get)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final


def make_guid(text: str) -> str:
    """A GUID that belongs to this text, the same everywhere."""
    digits = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who owns leads, now or in the past."""

    id: str
    first_name: str
    last_name: str
    email: str
    role: str
    is_active: bool = True
    groups: tuple[str, ...] | None = None

    @property
    def full_name(self) -> str:
        """First and last name, as far as given."""
        return f"{self.first_name} {self.last_name}".strip()


def _user(
    first: str, last: str, email: str, role: str, groups: tuple[str, ...] | None = (), *, is_active: bool = True
) -> User:
    return User(make_guid(f"user {email}"), first, last, f"{email}@desk.example.com", role, is_active, groups)


USERS: Final = (
    _user("Dana", "Whitfield", "dana.whitfield", "Administrator", ("Home loans", "Managers")),
    _user("Priya", "Nair", "priya.nair", "Sales_Manager", ("Home loans",)),
    _user("Marcus", "Bell", "marcus.bell", "Sales_User", ("Solar",)),
    _user("Tom", "O'Dell", "tom.odell", "Sales_User"),
    _user("Renée", "Fournier", "renee.fournier", "Sales_User", None),
    _user("Team inbox", "", "inbox", "Marketing_User", None),
    _user("Gus", "Halloran", "gus.halloran", "Sales_User", ("Solar",), is_active=False),
)
USERS_BY_ID: Final = {user.id: user for user in USERS}

KEY_HOLDER: Final = USERS[0]
"""Whose keys the demo's keys are."""


def build_users(*, status_is_text: bool) -> list[dict[str, Any]]:
    """All users, inactive ones too, as `Users.Get` gives them; `MemberOfGroups` is optional."""
    rows: list[dict[str, Any]] = []
    for user in USERS:
        status = 0 if user.is_active else 1
        row: dict[str, Any] = {
            "ID": user.id,
            "FirstName": user.first_name,
            "LastName": user.last_name or None,
            "EmailAddress": user.email,
            "Role": user.role,
            "StatusCode": str(status) if status_is_text else status,
            "Tag": None,
            "IsPhoneCallAgent": user.role == "Sales_User",
        }
        if user.groups is not None:
            row["MemberOfGroups"] = list(user.groups)
        rows.append(row)
    return rows


def build_key_holder(api_host: str) -> dict[str, Any]:
    """Whose keys they are and where the account lives: many values null, numbers as text."""
    user = KEY_HOLDER
    return {
        "Id": user.id,
        "Name": user.full_name,
        "FirstName": user.first_name,
        "LastName": user.last_name,
        "EmailAddress": user.email,
        "Role": user.role,
        "Class": "1",
        "StatusCode": "0",
        "TimeZone": "Eastern Standard Time",
        "DateFormat": "MM/dd/yyyy",
        "Culture": "en-US",
        "OrgId": "70017",
        "OrgDisplayName": "Demo organization",
        "OrgShortCode": None,
        "ManagerUserId": None,
        "TeamId": None,
        "MobileNumber": None,
        "Settings": None,
        "LSQCommonServiceURLs": {"api": api_host, "app": None, "files": None, "track": None},
    }
