"""The numbers other systems know a young person, a home or an address by: is one well formed, how is it kept,
and what is wrong with it in words that help whoever typed it.

Passing a check says that a number could exist, never that it belongs to this person. Pure: standard library only.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O or S: DfE, Unique Pupil Numbers guide
UPN_UNKNOWN_CODES = ("UN1", "UN2", "UN3", "UN4", "UN5")  # SSDA903 code set: why there is no UPN
URN_NOT_OFSTED = "XXXXXXX"  # SSDA903: inspected by CQC or ISI, or a regional adoption agency
ULN_NOT_KNOWN = "9999999999"  # Individualised Learner Record: learner without a ULN yet
SSDA903_ID_LENGTH = 20  # the standard safeguarding dataset; the return's 2021 XML schema stops at 10
SSDA903_ID_LENGTH_IN_XML = 10

# Royal Mail's areas, with the Channel Islands and Isle of Man, British Forces (BF) and non-geographic (BX)
AREAS = """
    AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
    EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE
    NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR
    TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
POSTCODE_AREAS = frozenset(AREAS.split())
POSTCODE_PATTERN = re.compile(r"([A-Z]{1,2})[0-9][0-9A-Z]?[0-9][ABD-HJLNP-UW-Z]{2}")  # as GOV.UK Notify judges them
POSTCODE_GIROBANK = "GIR0AA"  # real, and the one that fits no pattern

NI_PREFIX = re.compile(r"[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]")  # HMRC NIM39110: never D F I Q U V; no O second
NI_PREFIXES_NOT_USED = ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")

LARGEST_NUMBER = 10**20  # a value that arrives as a number, not text, is read up to here; nothing we know is longer
CANNOT_READ = "Type it as plain letters A to Z and digits 0 to 9."


@dataclass(frozen=True, slots=True)
class Checked:
    """`normal` is the form to keep, None unless valid; `message` says what is wrong, or cautions if valid."""

    valid: bool
    normal: str | None
    message: str | None


def check(kind: str, value: object) -> Checked:
    """Whether `value` (text, or a whole number as a spreadsheet gives it) is well formed for one of `KINDS`.

    Raises ValueError for a kind that is not known; whatever the value, it returns a result.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}.")
    name, examine, ignored = KINDS[kind]
    text = _text(value)
    if text is None:
        return _refused(f"This {name} cannot be read. {CANNOT_READ}")
    text = _without(text, ignored)
    if not text:
        return _refused(f"Enter the {name}.")
    if not text.isascii():
        return _refused(f"This {name} has characters that do not belong in it. {CANNOT_READ}")
    return examine(text)


def _nhs_number(text: str) -> Checked:
    """NHS data dictionary: ten digits, weights 10 to 2, check digit 11 less the remainder by 11 (11 is 0, 10 never)."""
    if problem := _not_digits(text, 10, "An NHS number", "943 476 5919"):
        return problem
    if len(set(text)) == 1:  # every repeated digit passes the check, and people type them to get past a form
        return _refused("This is one digit ten times, which is nobody's NHS number. Leave it empty until you know it.")
    if (11 - _weighted(text[:9], range(10, 1, -1)) % 11) % 11 != int(text[9]):
        return _does_not_fit("NHS number", "last digit")
    return _accepted(text)


def _upn(text: str) -> Checked:
    """DfE: a letter that checks twelve digits (weights 2 to 13, modulo 23); a temporary one ends in a letter."""
    text = text.upper()
    if text in UPN_UNKNOWN_CODES:
        return _accepted(text, f"{text} is not a UPN: it is the return's code for why there is none.")
    if len(text) != 13:
        return _refused(f"A UPN has 13 characters, such as H801200001001. This one has {len(text)}.")
    if not re.fullmatch(r"[A-Z][0-9]{11}[0-9A-Z]", text):
        return _refused("A UPN is a letter and 12 digits, such as H801200001001. A temporary one ends in a letter.")
    if text[0] not in UPN_LETTERS or text[12] in "IOS":
        return _refused("A UPN never has the letters I, O or S. Check whether they should be 1, 0 or 5.")
    values = [int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in text[1:]]
    if UPN_LETTERS[sum(value * weight for value, weight in zip(values, range(2, 14), strict=True)) % 23] != text[0]:
        return _does_not_fit("UPN", "first letter")
    if text[12].isalpha():
        return _accepted(text, "This is a temporary UPN, as it ends in a letter. Ask the school for the permanent one.")
    return _accepted(text)


def _uln(text: str) -> Checked:
    """Learning Records Service: ten digits, weights 10 to 2, modulo 11; no remainder 0; check digit 10 less it."""
    if problem := _not_digits(text, 10, "A ULN", "1000000043"):
        return problem
    if text == ULN_NOT_KNOWN:
        return _refused("9999999999 stands for a ULN that is not known. Leave it empty until you know it.")
    if text[0] == "0":
        return _refused("A ULN never begins with 0. Check its first digit.")
    remainder = _weighted(text[:9], range(10, 1, -1)) % 11
    if 10 - remainder != int(text[9]):  # never so for a remainder of 0
        return _does_not_fit("ULN", "last digit")
    return _accepted(text)


def _ni_number(text: str) -> Checked:
    """HMRC NIM39110: two letters from those in use, six digits, and A, B, C or D."""
    text = text.upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{6}[A-Z]", text):
        return _refused("A National Insurance number is two letters, six digits and a letter, such as QQ 12 34 56 C.")
    prefix = text[:2]
    if prefix == "TN":
        return _refused(
            "A number that begins TN is temporary. Use the National Insurance number once HMRC has sent it."
        )
    if not NI_PREFIX.fullmatch(prefix) or prefix in NI_PREFIXES_NOT_USED:
        return _refused(f"No National Insurance number begins {prefix}. Check the first two letters.")
    if text[8] not in "ABCD":
        return _refused(f"A National Insurance number ends in A, B, C or D, never {text[8]}. Check the last letter.")
    return _accepted(text)


def _uprn(text: str) -> Checked:
    """GeoPlace: a whole number of 1 to 12 digits, kept as text without the zeros some systems put in front."""
    if not text.isdigit():
        return _refused("A UPRN has digits only, such as 10033544614.")
    if len(text) > 12:
        return _refused(f"A UPRN has 12 digits at most. This one has {len(text)}.")
    if not text.strip("0"):
        return _refused("A UPRN is never 0. Leave it empty until you know it.")
    return _accepted(text.lstrip("0"))


def _urn(text: str) -> Checked:
    """SSDA903: SC and six digits, or seven digits, or XXXXXXX where Ofsted does not inspect the home."""
    text = text.upper()
    if text == URN_NOT_OFSTED:
        return _accepted(text, "XXXXXXX stands for a home that Ofsted does not inspect, or a regional adoption agency.")
    if not re.fullmatch(r"SC[0-9]{6}|[0-9]{7}", text):
        return _refused(
            "A URN is SC and six digits, such as SC012345, or seven digits. Where Ofsted does not inspect, XXXXXXX."
        )
    return _accepted(text)


def _postcode(text: str) -> Checked:
    """A postcode in an area that exists, kept in capitals with one space before the last three."""
    text = text.upper()
    if text.startswith("BFPO"):
        return _refused("A BFPO number is not a postcode. Use the postcode that goes with it, which begins BF1.")
    if text.startswith("ZZ99"):
        return _refused("ZZ99 is a code for an address that is not known, not a postcode. Leave the postcode empty.")
    match = POSTCODE_PATTERN.fullmatch(text)
    if not match and text != POSTCODE_GIROBANK:
        return _refused("This is not a full UK postcode, such as LE3 8RA. Check for a missing or extra character.")
    if match and match[1] not in POSTCODE_AREAS:
        return _refused(f"No UK postcode begins {match[1]}. Check the first letters.")
    return _accepted(f"{text[:-3]} {text[-3:]}")


def _ssda903_id(text: str) -> Checked:
    """The local authority's own id for the child in the return: letters and digits, kept as written."""
    if not text.isalnum():
        return _refused("An SSDA903 ID has letters and digits only. Remove spaces and other signs.")
    if len(text) > SSDA903_ID_LENGTH:
        return _refused(f"An SSDA903 ID has {SSDA903_ID_LENGTH} characters at most. This one has {len(text)}.")
    if len(text) > SSDA903_ID_LENGTH_IN_XML:
        return _accepted(
            text, f"The return's XML takes {SSDA903_ID_LENGTH_IN_XML} characters at most. This one has {len(text)}."
        )
    return _accepted(text)


def _anywhere(character: str) -> bool:
    """Spaces and the hyphens that people put between groups, wherever they stand."""
    return character.isspace() or unicodedata.category(character) == "Pd"


# what it is called; who examines it; which characters do not count (None: only spaces at the ends)
KINDS: dict[str, tuple[str, Callable[[str], Checked], Callable[[str], bool] | None]] = {
    "nhs_number": ("NHS number", _nhs_number, _anywhere),
    "upn": ("UPN", _upn, _anywhere),
    "uln": ("ULN", _uln, _anywhere),
    "ni_number": ("National Insurance number", _ni_number, _anywhere),
    "uprn": ("UPRN", _uprn, str.isspace),
    "urn": ("URN", _urn, str.isspace),
    "postcode": ("postcode", _postcode, str.isspace),
    "ssda903_id": ("SSDA903 ID", _ssda903_id, None),
}


def _text(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST_NUMBER:
        return str(value)
    return None


def _without(text: str, ignored: Callable[[str], bool] | None) -> str:
    """Leaves out what copying from Word or Excel adds unseen (zero-width characters), and what does not count."""
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    return text if ignored is None else "".join(c for c in text if not ignored(c))


def _not_digits(text: str, length: int, a_name: str, example: str) -> Checked | None:
    if not text.isdigit():
        return _refused(f"{a_name} has digits only, such as {example}.")
    if len(text) != length:
        return _refused(f"{a_name} has {length} digits, such as {example}. This one has {len(text)}.")
    return None


def _weighted(digits: str, weights: range) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def _does_not_fit(name: str, checker: str) -> Checked:
    return _refused(
        f"The {checker} of this {name} does not fit the rest, so something is mistyped. Check each character."
    )


def _accepted(normal: str, caution: str | None = None) -> Checked:
    return Checked(True, normal, caution)


def _refused(message: str) -> Checked:
    return Checked(False, None, message)
