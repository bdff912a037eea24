"""The names of a collection of texts, by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

COUNTRIES = {
    "the United States": "American", "the United Kingdom": "British", "France": "French",
    "Germany": "German", "Iran": "Iranian", "Israel": "Israeli", "Russia": "Russian",
    "China": "Chinese", "Japan": "Japanese", "India": "Indian", "Iraq": "Iraqi",
    "Italy": "Italian", "Spain": "Spanish", "Greece": "Greek", "Turkey": "Turkish",
    "Saudi Arabia": "Saudi", "Oman": "Omani", "Yemen": "Yemeni", "Qatar": "Qatari",
    "Belgium": "Belgian", "Denmark": "Danish", "Norway": "Norwegian", "Sweden": "Swedish",
    "Finland": "Finnish", "Portugal": "Portuguese", "Switzerland": "Swiss", "Austria": "Austrian",
    "Pakistan": "Pakistani", "Afghanistan": "Afghan", "Syria": "Syrian", "Lebanon": "Lebanese",
    "Brazil": "Brazilian", "Australia": "Australian", "Canada": "Canadian", "Poland": "Polish",
    "Egypt": "Egyptian", "South Korea": "South Korean", "Albania": "Albanian",
    "the Netherlands": "Dutch", "Mexico": "Mexican", "Ukraine": "Ukrainian",
}  # fmt: skip
"""Countries as they stand in a sentence, and the adjective of each."""
CITIES = (
    "Vienna Geneva Brussels Paris London Berlin Moscow Beijing Tokyo Istanbul Baghdad Almaty "
    "Lausanne Muscat Rome Madrid Oslo Stockholm Zurich Warsaw Cairo Riyadh Doha Ottawa Biarritz"
).split()
"""Cities; a capital that stands for its government is left out."""
_BODY = re.compile(
    r"\b(?:Agency|Council|Union|Commission|Department|Treasury|Court|Bank|Foundation|Assembly|"
    r"Organization|Organisation|Congress|Senate|Parliament|Ministry|Committee|Navy|Group)\b"
)
_NO_PERSON = frozenset(
    "Agency Council Union Commission Department Treasury Court Bank Foundation Assembly Congress "
    "Senate Parliament Ministry Committee Navy Group Organization Organisation Hotel Gulf Strait "
    "Operation Joint Plan Action Agreement Protocol Treaty Day Supreme Leader Director General "
    "Foreign Minister Prime President Secretary State Executive Order Security National United "
    "High Representative Board Governors Special Grand Central Tehran Research Reactor House "
    "North South East West New White Middle World Union Review Act Fiscal Year Royal Marines "
    "Persian Arab Gulf International European American Additional Final Wire Observer Front "
    "Stena Grace Kokuka Courageous Impero Altair Saudi Korea Arabia Island Bay City River".split()
)
_NAME = re.compile(
    r"(?<![\w.])[A-Z][a-zA-Z'’-]*[a-z]"
    r"(?: (?:(?:de|al|van|von|bin) )?[A-Z][a-zA-Z'’-]*[a-z]){1,2}(?!\w)"
)
_ROLE = re.compile(
    r"(?:[Mm]inister|President|[Pp]resident|Secretary|Chancellor|[Gg]eneral|[Dd]iplomat|adviser|"
    r"[Aa]mbassador|Representative|representative|Leader|scientist|chairman|envoy|head|staff|Sultan|"
    r"Mr|Ms|Mrs|Dr|Professor)(?: of [\w ]+)?,? $"
)
_OFFICE = re.compile(
    r"^(?:(?:Chancellor|President|Minister|Secretary|Prime|Foreign|General|Sultan|King|Queen|The|"
    rf"{'|'.join(one.removeprefix('the ') for one in COUNTRIES)}) )+"
)
_DOES = re.compile(
    r",? (?:said|told|met|led|leads|announced|became|called|visited|flew|spoke|chaired|presented|"
    r"stated|coordinated|coordinates|took|has chaired|wanted|wrote|named|served|won|signed)\b"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names that occur in a collection, each kind sorted, no two of one thing.

    Attributes:
        people: full names without titles.
        countries: as they stand in a sentence, ``the United States``.
        cities: not as seats of government.
        bodies: organisations, with ``the`` where they take it.
    """

    people: tuple[str, ...]
    countries: tuple[str, ...]
    cities: tuple[str, ...]
    bodies: tuple[str, ...]


def collect_names(texts: Iterable[str]) -> Names:
    """The names in texts, by plain rules.

    A person is two or three capital words of which none belongs to offices and places, and which
    somewhere follow an office or do what people do; an organisation holds a word such as
    "Council" after "the"; countries and cities are those of a list.
    """
    people: dict[str, None] = {}
    bodies: dict[str, None] = {}
    joined = "\n".join(" ".join(text.split()) for text in texts)
    for match in _NAME.finditer(joined):
        name = _OFFICE.sub("", re.sub(r"['’]s$", "", match[0]))
        before = joined[max(0, match.start() - 40) : match.start()]
        acts = _ROLE.search(before) or _DOES.match(joined, match.end())
        if _BODY.search(name):
            if before.endswith("the "):
                bodies[f"the {name}"] = None
        elif " " in name and not _NO_PERSON & set(name.split()) and acts:
            people[name] = None
    return Names(
        _distinct(people),
        tuple(sorted(one for one in COUNTRIES if _is_in(one.removeprefix("the "), joined))),
        tuple(sorted(one for one in CITIES if _is_in(one, joined))),
        _distinct(bodies),
    )


def _is_in(name: str, text: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Sorted, the shorter of two that share their last word left out."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda one: (-len(one), one)):
        found.setdefault(name.split()[-1], name)
    return tuple(sorted(found.values()))
