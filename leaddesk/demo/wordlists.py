"""Streets, trades, sources, browsers, notes: the other things an invented person needs."""

from __future__ import annotations

from typing import Final, NamedTuple

STREETS: Final = (
    "Maple", "Oak", "Cedar", "Pine", "Elm", "Walnut", "Chestnut", "Willow", "Birch", "Main", "Church", "Mill", "Park",
    "River", "Lake", "Hill", "Spring", "Union", "Liberty", "Franklin", "Washington", "Jefferson", "Lincoln", "Prospect",
    "Orchard", "Meadow", "Sunset", "Highland", "Valley", "Harbor", "Quarry", "Foundry", "Depot", "Old King's",
)  # fmt: skip
STREET_KINDS: Final = ("St", "Ave", "Rd", "Ln", "Dr", "Blvd", "Ct", "Way", "Pl", "Ter", "Street", "avenue")

COMPANY_WORDS: Final = (
    "Northfield", "Bluestone", "Riverbend", "Larkspur", "Copperline", "Granite", "Fairway", "Summit", "Harborview",
    "Willow Creek", "Ironwood", "Clearwater", "Pinnacle", "Redwood", "Lighthouse", "Stonebridge", "Meridian",
)  # fmt: skip
TRADES: Final = (
    "Roofing", "Dental", "Logistics", "Bakery", "Landscaping", "Consulting", "Plumbing", "Credit Union", "Auto Repair",
    "Veterinary Clinic", "Print Shop", "Construction", "Books & Coffee", "Freight", "Pediatrics", "Machine Works",
)  # fmt: skip
COMPANY_KINDS: Final = ("LLC", "Inc.", "Co.", "Ltd", "& Sons", "Group", "")
JOB_TITLES: Final = (
    "Owner", "Office manager", "Nurse", "Teacher", "Electrician", "Driver", "Accountant", "Software developer", "Chef",
    "Sales associate", "Project manager", "Retired", "Student", "Self-employed", "VP, Operations", "Welder", "Clerk",
)  # fmt: skip

LOAN_PURPOSES: Final = ("Purchase", "Refinance", "Home equity", "Cash out", "Debt consolidation", "Reverse mortgage")
SOLAR_PURPOSES: Final = ("Lower bill", "New roof", "Backup power", "Car charging")
CAR_PURPOSES: Final = ("New policy", "Switch insurer", "Add driver", "Renewal")
TIME_FRAMES: Final = ("Right away", "Within 30 days", "1-3 months", "3-6 months", "Just looking", "")
PROPERTY_TYPES: Final = (
    "Single family", "Single family", "Single family", "Condominium", "Townhouse", "Multi-family (2-4)", "Mobile home",
    "Co-op", "Vacant land", "Farm / ranch", "",
)  # fmt: skip
CREDIT_RATINGS: Final = ("Excellent", "Good", "Good", "Fair", "Poor", "Not sure")

SOURCES: Final = (
    "Example Rates", "Home Quote Example", "Bright Panel Example", "Compare Example", "Radio spot 7",
    "Partner: Example & Co", "Walk-in", "Referral", "Example Mailer \u2014 spring",
)  # fmt: skip
CAMPAIGNS: Final = ("Spring refinance", "Evergreen", "Retarget 30 days", "A/B form 2", "Zip test (0-prefix)", "")
CHANNELS: Final = ("Web form", "Web form", "Call center", "E-mail", "Import", "Partner post")
SEARCH_ENGINES: Final = ("Example Search", "Example Search", "Finder Example", "")
SEARCH_WORDS: Final = (
    "mortgage rates today", "refinance calculator", "best home loan 2%", "solar panel cost", "car insurance near me",
    "“cheap” loan", "hipoteca sin enganche", "",
)  # fmt: skip
STAGES: Final = ("New", "New", "Contacted", "Qualified", "Appointment set", "Application", "Won", "Lost", "On hold")
OWNERS: Final = ("", "", "Dana Whitfield", "Priya Nair", "Marcus Bell", "Tom O'Dell", "Renée Fournier", "Team inbox")


class Machine(NamedTuple):
    """What somebody browses with."""

    browser: str
    operating_system: str
    is_mobile: bool
    user_agent: str


def _machine(browser: str, version: int, system: str, platform: str, *, is_mobile: bool = False) -> Machine:
    name = f"{browser} {version}"
    return Machine(name, system, is_mobile, f"Mozilla/5.0 ({platform}) {browser.replace(' ', '')}/{version}.0")


MACHINES: Final = (
    _machine("Example Browser", 121, "Windows 11", "Windows NT 10.0; Win64; x64"),
    _machine("Example Browser", 119, "Windows 10", "Windows NT 10.0; Win64; x64"),
    _machine("Example Browser", 121, "macOS 14", "Macintosh; Intel Mac OS X 10_15_7"),
    _machine("Example Browser Mobile", 121, "Android 14", "Linux; Android 14; K", is_mobile=True),
    _machine("Example Browser Mobile", 118, "Android 12", "Linux; Android 12; Tablet", is_mobile=True),
    _machine("Pocket Example", 17, "iOS 17.2", "iPhone; CPU iPhone OS 17_2 like Mac OS X", is_mobile=True),
    _machine("Pocket Example", 16, "iOS 16.6", "iPhone; CPU iPhone OS 16_6 like Mac OS X", is_mobile=True),
    _machine("Desk Example", 102, "Linux", "X11; Linux x86_64"),
)

CONSENT_TEXTS: Final = (
    (
        "By clicking “Get my quote” I agree that Example Rates and up to four of its partners may call or text me at "
        "the number above, also with automated means, even if it is on a do-not-call list. Consent is no condition "
        "of a purchase."
    ),
    "I agree to the terms & the privacy notice at https://www.example.com/privacy?form=2&lang=en.",
    "Al enviar acepto que me llamen al número indicado.\n\nConsent v3.1 <b>(US)</b>",
)

NOTES: Final = (
    "", "", "", "", "", "", "Call after 5 pm.", "Prefers e-mail.", "Asked twice about closing costs.",
    "Wants a call back\nnext week,\nnot before Tuesday.", "Name\tAmount\tTerm\nFirst\t250,000\t30 years",
    'Said: "too expensive", then asked for a second quote.', "Left voicemail 3x; spouse's number is the same.",
    "Windows\r\nline\r\nends", "Semicolons; commas, and 'quotes' \"both\"", "=1+1 (typed by the customer)",
    "Préfère le français. Rappeler l’après-midi ☎️", "Rate quoted: 6.125 % @ 30 yrs; <b>not</b> locked",
    "Typed over a bell\u0007 and a vertical tab\u000b on an old terminal.", "-", "n/a", "     ",
    "https://www.example.com/quote?id=0001&amount=250000",
)  # fmt: skip
