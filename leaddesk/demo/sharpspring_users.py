"""The demo account's users, campaigns and mailing lists."""

from __future__ import annotations

from typing import Any, Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.person import Person
from leaddesk.demo.wordlists import CAMPAIGNS, OWNERS

USER_NAMES: Final = tuple(dict.fromkeys(name for name in OWNERS if name))
LIST_IDS: Final = ("340610050", "340610051", "340610067", "340611002", "340611003", "340700412", "340700413")

_FIRST_USER: Final = 313_276_001
_FIRST_CAMPAIGN: Final = 314_900_210
_FORMER_USER: Final = "Jo Former"


def user_id(name: str) -> str | None:
    """The id of somebody of the sales team; None for nobody."""
    return str(_FIRST_USER + USER_NAMES.index(name) * 3) if name else None


def campaign_id(name: str) -> str | None:
    """The id of a campaign; None for none."""
    return str(_FIRST_CAMPAIGN + CAMPAIGNS.index(name) * 10) if name else None


def list_users() -> list[dict[str, Any]]:
    """All users of the account as `getUserProfiles` gives them; one has left."""
    rows: list[dict[str, Any]] = []
    for place, name in enumerate((*USER_NAMES, _FORMER_USER)):
        first, _, last = name.partition(" ")
        mailbox = "".join(letter for letter in name.lower().replace(" ", ".") if letter.isascii())
        rows.append(
            {
                "id": str(_FIRST_USER + place * 3),
                "firstName": first,
                "lastName": last,
                "displayName": name.replace("'", "&#039;"),
                "emailAddress": f"{mailbox.replace(chr(39), '')}@crm.example.com",
                "isActive": "0" if name == _FORMER_USER else "1",
                "isReseller": "0",
                "phone": None,
            }
        )
    return rows


def lists_of(person: Person) -> list[str]:
    """The mailing lists somebody is on, none for some; ascending."""
    dice = Dice(person.number + 40_000_000)
    return [list_id for list_id in LIST_IDS if dice.chance(0.3)]
