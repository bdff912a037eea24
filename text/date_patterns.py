"""How dates and times of day are written."""

from __future__ import annotations

import re

from . import lexicon
from .signs import ASCII_LETTERS
from .vocabulary import COUNTED, MONTH, ORDINALS, SHORT_DAYS, WEEKDAY, any_of

ALIKE = ASCII_LETTERS | str.maketrans("‐‑‒—―−\n\r\u00a0\u202f", "--––––    ")
"""Signs and letters that look alike are one, each in its place."""

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TH = r"(?:st|nd|rd|th)?"
_TO = r"(?: ?[-–] ?| (?:and|to|or|until|through) )"
_YEAR = r"(?:1\d|20)\d\d"
_PLURAL = r" (?!was|has|its|his|this|as|is)[a-z]{2,30}(?<![sui])s\b"
_UNCOUNTED = rf"(?![\w%°]|[.,]\d| ?{COUNTED}(?!\w))"
"""After a year: with a unit or "people" behind it, it is a number."""
_THEN = rf"(?:,? (?P<year>[1-9]\d{{3}}){_UNCOUNTED})"
_LEAD = lexicon.alternation("dates.leads")
_NTH = rf"(?:\d\d?(?:st|nd|rd|th)|{any_of(ORDINALS)})"
_ERA = r"(?: ?(?P<era>BCE?|CE|AD|B\.C\.(?:E\.)?|C\.E\.|A\.D\.)(?!\w))"
_CLOCK = r"(?P<hour>1\d|2[0-3]|0?\d)"
FORMS = [
    re.compile(form)
    for form in (
        # 2019-05-12, 2019/05/12, 12/05/2019
        r"(?<![\w/-])(?P<year>\d{4})-(?P<month_number>\d\d)(?:-(?P<day>\d\d))?(?![\w-])",
        r"(?<![\w./-])(?P<year>\d{4})/(?P<month_number>\d\d)/(?P<day>\d\d)(?![\w/])",
        r"(?<![\w./-])(?P<left>\d\d?)(?P<mark>[/.-])(?P<right>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d)"
        r"(?![\w/-]|\.\d)",
        # Mon, 3 May; 6 and 9 April 2021; May 7-19, 2021; 12 May; May and June 2013
        rf"(?<!\w)(?P<weekday>{any_of(SHORT_DAYS)})\.?"
        rf"(?=,? (?:{_DAY}{_TH} (?:of )?{MONTH}|{MONTH} {_DAY}))",
        rf"(?<![\w.])(?:(?P<first>(?P<day1>{_DAY}){_TH}(?: (?P<month1>{MONTH}))?){_TO})?"
        rf"(?P<date>(?P<day>{_DAY}){_TH} (?:of )?(?P<month>{MONTH}){_THEN}?)",
        rf"(?<!\w)(?P<first>(?P<month1>{MONTH}) (?P<day1>{_DAY}){_TH}){_TO}"
        rf"(?P<date>(?:(?P<month>{MONTH}) )?(?P<day>{_DAY}){_TH}(?!\w|[.,]\d){_THEN}?)",
        rf"(?<!\w)(?P<month>{MONTH}) (?P<day>{_DAY}){_TH}(?!\w|[.,]\d){_THEN}?",
        rf"(?<!\w)(?:(?P<first>(?P<month1>{MONTH})){_TO})?"
        rf"(?P<date>(?P<month>{MONTH})(?: of)?{_THEN})",
        # the third quarter of 2022; Q3 2022; 10th and 11th centuries; 1990s; 350 BC; AD 79
        rf"(?<!\w)(?:(?i:(?P<nth>first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th)) "
        rf"(?P<portion>quarter|half)|(?P<part>[QH][1-4]|{lexicon.alternation('dates.seasons')}))"
        rf"(?: of| in)?(?: the year)?{_THEN}(?:[-–/]\d\d(?!\w))?)",
        rf"(?<!\w)(?:(?P<first>(?P<century1>(?i:{_NTH}))){_TO}(?:the )?)?(?P<date>(?P<century>(?i:"
        rf"{_NTH}))[ -](?P<age>(?i:centur(?:y|ies)|millennium))(?!\w){_ERA}?)",
        r"(?<!\w)(?P<decade>(?:1\d|20)\d0)'?s(?!\w)",
        rf"(?<![\w.,])(?:(?P<first>(?P<year1>\d{{1,4}})){_TO})?(?P<date>(?P<year>\d{{1,4}}){_ERA})",
        r"(?<!\w)(?P<era>AD|A\.D\.) (?P<year>\d{1,4})(?!\w|[.,]\d)",
        # 1299 to 1923; 1914-18
        rf"(?<![\w.,$€£¥])(?P<first>(?P<year1>{_YEAR}))"
        r"(?: ?[-–] ?|/| to | until |(?<=[Bb]etween \d\d\d\d) and )"
        rf"(?P<date>(?P<year>{_YEAR}|(?<=[-–/])\d\d)){_UNCOUNTED}",
        # in May; Tuesday; in 2015; the 2015 deal; 2015.
        rf"(?<!\w)(?i:{_LEAD}|{lexicon.alternation('dates.month_leads')})[ -]"
        rf"(?P<date>(?P<month>{MONTH}))",
        rf"(?<!\w)(?P<weekday>{WEEKDAY})(?!\w)",
        rf"(?<!\w)(?:(?i:{_LEAD})[ -]|\()(?P<date>(?P<year>{_YEAR})){_UNCOUNTED}",
        rf"(?:(?<!\w)(?i:{lexicon.alternation('dates.year_leads')}) |'s |, )"
        rf"(?P<date>(?P<year>{_YEAR})){_UNCOUNTED}(?!(?<=1[0-8]\d\d){_PLURAL})",
        rf"(?<![\w$€£¥.])(?P<year>{_YEAR})(?=$|[.,;:)])(?!,\d|\.\d)",
        rf"(?<![\w.,$€£¥-])(?P<year>(?:19|20)\d\d){_UNCOUNTED}(?!-\d|{_PLURAL})",
        # 6:30 a.m.; 18:30
        rf"(?<!\w){_CLOCK}(?:[:.](?P<minute>[0-5]\d))? ?(?P<half_day>(?i:[ap]))\.?[mM]\b\.?",
        rf"(?<!\w){_CLOCK}:(?P<minute>[0-5]\d)(?!\w)",
    )
]
"""How dates are written: a form that holds another one stands before it."""
