"""Countries and bodies, by all the names that people give them."""

from __future__ import annotations

import re
from functools import lru_cache

_COUNTRIES = """
United States|US|USA|U.S.|U.S.A.|America|American|Americans|Washington|White House
United Kingdom|UK|U.K.|Britain|Great Britain|British|London|Briton|Britons
Iran|Iranian|Iranians|Tehran|Islamic Republic of Iran|Islamic Republic
France|French|Paris
Germany|German|Germans|Berlin
Russia|Russian|Russians|Moscow|Kremlin|Russian Federation
China|Chinese|Beijing
Japan|Japanese|Tokyo
Israel|Israeli|Israelis|Jerusalem
Iraq|Iraqi|Iraqis|Baghdad
Saudi Arabia|Saudi|Saudis|Riyadh
United Arab Emirates|UAE|Emirati|Emiratis|Emirates|Abu Dhabi
Turkey|Turkish|Turks|Ankara|Türkiye
India|Indian|Indians|New Delhi|Delhi
Pakistan|Pakistani|Pakistanis|Islamabad
Afghanistan|Afghan|Afghans|Kabul
Italy|Italian|Italians|Rome
Spain|Spanish|Spaniards|Madrid
Portugal|Portuguese|Lisbon
Greece|Greek|Greeks|Athens
Belgium|Belgian|Belgians|Brussels
Netherlands|Dutch|Holland|The Hague
Denmark|Danish|Danes|Copenhagen
Norway|Norwegian|Norwegians|Oslo
Sweden|Swedish|Swedes|Stockholm
Finland|Finnish|Finns|Helsinki
Poland|Polish|Poles|Warsaw
Austria|Austrian|Austrians|Vienna
Switzerland|Swiss|Bern
Ireland|Irish|Dublin
Ukraine|Ukrainian|Ukrainians|Kyiv
Canada|Canadian|Canadians|Ottawa
Mexico|Mexican|Mexicans
Brazil|Brazilian|Brazilians
Argentina|Argentine|Argentinian|Buenos Aires
Australia|Australian|Australians|Canberra
South Korea|South Korean|South Koreans|Seoul
North Korea|North Korean|North Koreans|Pyongyang
Taiwan|Taiwanese|Taipei
Vietnam|Vietnamese|Hanoi
Thailand|Thai|Bangkok
Egypt|Egyptian|Egyptians|Cairo
Syria|Syrian|Syrians|Damascus
Lebanon|Lebanese|Beirut
Yemen|Yemeni|Yemenis
Oman|Omani|Omanis|Muscat
Qatar|Qatari|Qataris|Doha
Kuwait|Kuwaiti|Kuwaitis
Bahrain|Bahraini|Bahrainis
Jordan|Jordanian|Amman
South Africa|South African|South Africans|Pretoria
Nigeria|Nigerian|Nigerians
Kenya|Kenyan|Kenyans|Nairobi
Albania|Albanian|Albanians|Tirana
Hungary|Hungarian|Budapest
Czech Republic|Czech|Czechia|Prague
Romania|Romanian|Bucharest
Bulgaria|Bulgarian|Sofia
Kazakhstan|Kazakh|Kazakhs
Scotland|Scottish|Scots|Edinburgh
Wales|Welsh
England|English
New Zealand|Wellington
Cuba|Cuban|Havana
Venezuela|Venezuelan|Caracas
Indonesia|Indonesian|Jakarta
Malaysia|Malaysian
Philippines|Filipino|Philippine|Manila
Singapore|Singaporean
Colombia|Colombian|Chile|Chilean
Peru|Peruvian|Lima
""".strip().splitlines()
_BODIES = """
European Union|EU|E.U.|Europe|European|Europeans
United Nations|UN|U.N.
Security Council|UN Security Council|United Nations Security Council
International Monetary Fund|IMF
World Health Organization|WHO
NATO|North Atlantic Treaty Organization
State Department|US State Department|Department of State
Treasury|US Treasury|Treasury Department
Congress|US Congress
""".strip().splitlines()


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for kind, lines in (("country", _COUNTRIES), ("body", _BODIES)):
        for line in lines:
            first, *others = line.split("|")
            for name in (first, *others):
                table[_key(name)] = (first, kind)
    return table


def _key(name: str) -> str:
    return re.sub(r"[.]", "", name).casefold()


def place(name: str) -> tuple[str, str] | None:
    """The first name and the kind, ``country`` or ``body``, of what ``name`` names; or ``None``.

    Small letters are not enough: ``us`` and ``who`` are words.
    """
    return _table().get(_key(name)) if name[:1].isupper() else None


def names_of(first: str) -> frozenset[str]:
    """Every name, small and without full stops, of what has this first name."""
    return frozenset(key for key, (one, _) in _table().items() if one == first)
