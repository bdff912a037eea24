"""How a text writes times: patterns of dates, years, centuries, clock times."""

from __future__ import annotations

S = r"[ \n\r\u00a0\u202f]"
DASH = r"[-\u2010-\u2015]"
MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|r?\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?\b\.?|July?\b\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?<![\d.,$€£])(?:1\d|20)\d\d(?![\d%s]|[,.]\d)"
_ERA = rf"(?:{S}?(?:BCE?|CE|AD|B\.C\.|A\.D\.))"
_ORDINALS = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|twenty-first)"
)
_PART = rf"(?:(?:[Ee]arly|[Ll]ate|[Mm]id|middle|end)(?:{S}|{DASH})(?:of{S})?(?:the{S})?)?"
CENTURY = (
    rf"{_PART}{_ORDINALS}(?:{S}(?:and|to|or){S}(?:the{S})?{_ORDINALS}|{DASH}{_ORDINALS})?"
    rf"(?:{S}|{DASH})(?:century|centuries|millennium){_ERA}?"
)
DECADE = rf"{_PART}(?:1\d|20)\d0s"
FULL = (
    rf"(?:{_DAY}{S}(?:of{S})?{MONTHS}(?:,?{S}{_YEAR})?"
    rf"|{MONTHS}{S}{_DAY}(?!\d)(?:,{S}{_YEAR}|{S}{_YEAR})?|\d{{4}}-\d\d-\d\d)"
)
_SPAN = (
    rf"{_DAY}(?:{S}{MONTHS}(?:{S}{_YEAR})?)?{S}?(?:{DASH}|to|and){S}?{_DAY}{S}{MONTHS}(?:{S}{_YEAR})?"
    rf"|{MONTHS}{S}{_DAY}{S}?(?:{DASH}|to){S}?(?:{MONTHS}{S})?{_DAY}(?!\d)(?:,?{S}{_YEAR})?"
)
MONTH = rf"{_PART}{MONTHS},?{S}(?:of{S})?{_YEAR}"
YEARS = (
    rf"(?:(?<=[Bb]etween ){_YEAR}{S}and{S}{_YEAR}"
    rf"|{_PART}{_YEAR}(?:{S}?{DASH}{S}?(?:(?:1\d|20)\d\d|\d\d)(?!\d)|/\d\d(?!\d)|{S}to{S}{_YEAR})?"
    rf"{_ERA}?|AD{S}\d+|\d{{1,4}}{_ERA})"
)
_CLOCK = rf"\d{{1,2}}(?::\d\d)?{S}?(?:[ap]\.m\.|[ap]m\b)"
_SEASON = rf"(?i:spring|summer|autumn|fall|winter){S}(?:of{S})?{_YEAR}(?:[-–/]\d\d(?!\d))?"
_LONE_MONTH = rf"(?<=[Ii]n )(?:{_PART}){MONTHS}(?!{S}\d)"

WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"

TIME = "|".join((_SPAN, FULL, _SEASON, MONTH, CENTURY, DECADE, YEARS, _CLOCK, _LONE_MONTH))
"""Any of them; the longest forms stand first."""
