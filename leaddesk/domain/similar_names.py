"""Whether two names may be one person's: nicknames, initials, order, accents, “Jr.”, a slip of the pen."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from leaddesk.domain.placeholders import is_placeholder_name


class Likeness(StrEnum):
    """How two names compare."""

    SAME = "same name"
    SIMILAR = "similar name"
    DIFFERENT = "the names differ"
    NOT_KNOWN = "not both have a name"


_NICKNAMES: Final = """
    abigail abby abbie gail; abraham abe; albert al bert; alexander alex al sandy sasha; alexandra alex lexi sandy
    sasha; alfred alf al fred; amanda mandy; andrew andy drew; angela angie; ann anna anne annie nan; anthony
    antonio tony; arthur art; barbara barb babs barbie; benjamin ben benny benji; bernard bernie; beverly bev;
    bradley brad; bridget biddy; calvin cal; cameron cam; caroline carolyn carol carrie; catherine katherine
    kathryn katharine kate katie kathy cathy kitty kay; charles charlie chuck chas; charlotte charlie lottie;
    christine christina chris chrissy tina christy kristy; christian chris; christopher chris kit topher; clifford
    cliff; cynthia cindy; daniel dan danny; danielle dani; david dave davey; deborah debra debbie deb; dennis
    denny; dolores lola; donald don donnie; dorothy dot dottie dolly; douglas doug; edward ed eddie ted ned; edwin
    ed eddie; edgar ed eddie; eleanor ellie nell nora; elizabeth liz lizzie beth betty betsy eliza lisa libby;
    emily em emmy; ernest ernie; eugene gene; evelyn eve evie; florence flo; frances fran frannie; francis
    francisco frank frankie paco pancho; franklin frank; frederick fred freddie rick; gabriel gabe; gabriella
    gabrielle gabby; gerald gerry jerry; gerard gerry; geoffrey jeffrey jeff geoff; george georgie; gregory greg;
    guillermo memo; gwendolyn gwen; harold hal harry; henry hank harry; herbert herb bert; howard howie; irene
    rene; isabel isabella isabelle izzy bella belle; jacob jake; jacqueline jackie; james jim jimmy jamie; janet
    jan; jason jay; jean jeanne jeannie; jennifer jen jenny jenn; jeremy jerry; jessica jess jessie; jesus chuy;
    joan joanie; joanna joanne jo; john johnny jack jon; jonathan jon jonny; jose pepe; joseph joe joey; josephine
    jo josie; joshua josh; juan juanito; judith judy; julia julie jules; karen kari; kenneth ken kenny; kevin kev;
    kimberly kim; kristen kristin kristina kris kristy; larry lawrence laurence lars; laura laurie lori; leonard
    leo len lenny; lillian lily lil; linda lindy; louis lewis lou louie; louise lou; lucille lucy; luis lucho;
    madeline maddie; manuel manny manolo; marcus mark marc; margaret maggie meg peggy marge margie greta rita;
    maria mary marie; martha marty patty; martin marty; mary molly polly mae; matthew matt; maureen mo; maximilian
    max; melissa missy mel; melvin mel; michael mike mick mickey mikey; michelle shelly; mildred millie; mitchell
    mitch; morris maurice moe; nancy nan; natalie nat; nathan nathaniel nate nat; nicholas nick nicky; nicole
    nikki nicky; norman norm; oliver ollie olly; oscar oz; pamela pam; patricia pat patty tricia trish; patrick
    pat paddy; paul paulie; penelope penny; peter pete; philip phillip phil; phyllis phyl; priscilla cilla; rachel
    rae; randall randy; randolph randy; raymond ray; rebecca becky becca; reginald reggie reg; ricardo richard
    rick ricky rich dick rico; robert rob bob bobby robbie bert; roberto beto robert; roderick rod; rodney rod;
    roger rodge; roland rollie; ronald ron ronnie; rosemary rose rosie; roxanne roxy; russell russ rusty; ryan ry;
    samuel sam sammy; samantha sam sammy; sandra sandy; sarah sally sadie sara; sean shawn shaun; sharon shari
    sherry; shirley shirl; sophia sophie; stanley stan; stephanie steph stephie; stephen steven steve stevie;
    stuart stewart stu; susan suzanne sue susie suzy; sylvia syl; teresa theresa terri terry tess tessa; terence
    terrance terry; theodore ted teddy theo; thomas tom tommy; timothy tim timmy; tobias toby; tracy trace;
    valerie val; vanessa nessa; veronica ronnie roni; victor vic; victoria vicky vicki tori; vincent vince vinny;
    virginia ginny; vivian viv; walter walt wally; wayne way; wendy wen; wesley wes; wilfred will fred; william
    will bill billy willy liam; winifred winnie; woodrow woody; yvonne evie; zachary zach zack; zoe zo
"""
"""Each set: one name in its spellings, and what its bearers are called. A word may stand in several."""

_NO_SETS: Final[frozenset[int]] = frozenset()
_GENERATIONS: Final = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_DEGREES: Final = frozenset({"phd", "md", "dds", "dmd", "esq", "cpa", "rn", "jd", "mba", "pe"})
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "rev", "hon"})
_BETWEEN_WORDS: Final = re.compile(r"[\s,;/&()\-‐‑–—_|\"“”+]+")
_NOT_AVAILABLE: Final = re.compile(r"(?i)\bn/a\b")
_INITIALS: Final = re.compile(r"(?:\w\.)+\w?\.?")
_SPECIAL_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_LEAST_LETTERS_FOR_A_SLIP: Final = 5
_LEAST_LIKENESS: Final = 0.8
_MOST_CHARACTERS: Final = 200
_MOST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart.

    Attributes:
        words: in small letters, without accents, titles and suffixes; the given name first where a comma says so.
        shown: the same words as they were written.
        generation: `jr`, `sr`, `ii`, ... or empty.
        whole: as it was written, on one line, cut when very long.
    """

    words: tuple[str, ...]
    shown: tuple[str, ...]
    generation: str = ""
    whole: str = ""


def read_name(text: str) -> PersonName:
    """Take a name apart; one without words says nothing (`N/A`, `unknown`, an empty text)."""
    pieces = _pieces(text)
    generation = next((_GENERATIONS[plain] for plain, _ in pieces[1:] if plain in _GENERATIONS), "")
    kept = [item for item in pieces[:1] if item[0] not in _TITLES or len(pieces) == 1]
    kept += [item for item in pieces[1:] if item[0] not in _GENERATIONS and item[0] not in _DEGREES]
    words = tuple(plain for plain, _ in kept)
    if is_placeholder_name(words):
        return PersonName((), ())
    written = _cut(" ".join(_printable(word) for word in text[:_MOST_CHARACTERS].split()))
    return PersonName(words, tuple(shown for _, shown in kept), generation, written)


@lru_cache(maxsize=4096)
def compare_names(one: PersonName, other: PersonName) -> Likeness:
    """Whether these may be one person's names.

    Words may stand in any order and some may be missing; a nickname, an initial or a slip stands for the name. One
    whole word must be equal, so that neighbours with alike names stay apart; father and son (Sr., Jr.) do too.
    """
    if not one.words or not other.words:
        return Likeness.NOT_KNOWN
    if one.generation and other.generation and one.generation != other.generation:
        return Likeness.DIFFERENT
    if sorted(one.words) == sorted(other.words) or "".join(one.words) == "".join(other.words):
        return Likeness.SAME if one.generation == other.generation else Likeness.SIMILAR
    shorter, longer = sorted((one.words, other.words), key=lambda words: (len(words), words))
    is_similar = _is_given_name_of(shorter[0], longer) if len(shorter) == 1 else _fits_into(shorter, longer)
    return Likeness.SIMILAR if is_similar else Likeness.DIFFERENT


def difference_words(one: PersonName, other: PersonName) -> str:
    """What is not equal in two names: `Bob / Robert`; both whole names where that would leave one side empty."""
    mine = [shown for word, shown in zip(one.words, one.shown, strict=True) if word not in other.words]
    theirs = [shown for word, shown in zip(other.words, other.shown, strict=True) if word not in one.words]
    sides = (_cut(" ".join(mine)), _cut(" ".join(theirs))) if mine and theirs else (one.whole, other.whole)
    return " / ".join(sorted(sides, key=lambda side: (side.casefold(), side)))


def _pieces(text: str) -> list[tuple[str, str]]:
    """Pairs of plain and written words."""
    normal = _NOT_AVAILABLE.sub("na", unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS]))
    before, comma, after = normal.partition(",")
    parts = [_split(before), _split(after)]
    has_given_name = any(plain not in _GENERATIONS and plain not in _DEGREES for plain, _ in parts[1])
    return parts[1] + parts[0] if comma and has_given_name else parts[0] + parts[1]


def _split(text: str) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    for piece in _BETWEEN_WORDS.split(text):
        written = [part for part in piece.split(".") if part] if _INITIALS.fullmatch(piece) else [piece]
        pieces += [(plain, _printable(part)) for part in written if (plain := _plain(part))]
    return pieces


def _plain(word: str) -> str:
    """Small letters and digits only, without accents."""
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_SPECIAL_LETTERS))
    return "".join(character for character in apart if character.isalnum())


def _printable(word: str) -> str:
    return "".join(character for character in word if character.isprintable())


def _is_given_name_of(word: str, longer: Sequence[str]) -> bool:
    """A single word is compared with the first one only: a family name alone is a whole family's."""
    return len(word) > 1 and len(longer[0]) > 1 and (word == longer[0] or _is_nickname(word, longer[0]))


def _fits_into(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether each word of the one has a partner in the other; equal words are paired first."""
    left = list(longer)
    alone: list[str] = []
    for word in shorter:
        if word in left:
            left.remove(word)
        else:
            alone.append(word)
    if not any(len(word) > 1 for word in shorter if word not in alone):
        return False
    slips = 0
    for word in alone:
        partner = next((item for item in left if _is_nickname(word, item) or _is_initial(word, item)), None)
        if partner is None:
            partner = next((item for item in left if _is_slip(word, item)), None)
            slips += 1
        if partner is None:
            return False
        left.remove(partner)
    return slips <= 1


def _is_nickname(one: str, other: str) -> bool:
    sets = _nickname_sets()
    return not sets.get(one, _NO_SETS).isdisjoint(sets.get(other, _NO_SETS))


@cache
def _nickname_sets() -> dict[str, frozenset[int]]:
    """The numbers of the sets that each word stands in."""
    sets: defaultdict[str, set[int]] = defaultdict(set)
    for number, words in enumerate(_NICKNAMES.split(";")):
        for word in words.split():
            sets[word].add(number)
    return {word: frozenset(numbers) for word, numbers in sets.items()}


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def _is_slip(one: str, other: str) -> bool:
    """`Bryan` and `Brian`; not `Maria` and `Mario`: the last letter often tells brother from sister."""
    if min(len(one), len(other)) < _LEAST_LETTERS_FOR_A_SLIP or one[-1] != other[-1]:
        return False
    first, second = sorted((one, other))  # the measure depends on the order
    return SequenceMatcher(None, first, second).ratio() >= _LEAST_LIKENESS


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
