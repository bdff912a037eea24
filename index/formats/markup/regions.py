"""Read an element's markup: the region that it opens, and whether it is hidden."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_UNSEEN = set(
    "head script style noscript template svg math iframe object audio video canvas".split()
)
_REGIONS = {
    "nav": "menu",
    "footer": "footer",
    "aside": "aside",
    "figcaption": "caption",
    "button": "control",
    "select": "control",
    "label": "control",
    "textarea": "control",
    "dialog": "dialog",
    "form": "form",
}
_ROLES = {
    "navigation": "menu",
    "banner": "menu",
    "contentinfo": "footer",
    "search": "form",
    "complementary": "aside",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "button": "control",
}
_NAMED = re.compile(
    r"(?P<consent>cookie|consent|gdpr)|(?P<share>\bshare|sharing|social)|(?P<menu>breadcrumb|\bmenu\b|"
    r"navbar|skip-?link)|(?P<promo>newsletter|subscribe|promo|related|recommended)|"
    r"(?P<caption>\bcaption|photo-?credit)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_STYLE_START, _STYLE_END = re.compile(r"<style\b", re.I), re.compile(r"</style", re.I)
_STYLE_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};@]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_STYLE_RULE = re.compile(r"(?<![^{}])([^{}]*)\{([^{}]*)\}")
_ONE_CLASS = re.compile(r"\.([\w-]+)")


def region_of(tag: str, attrs: Mapping[str, str | None], in_text: bool) -> str:
    """The region that an element opens: by role, by tag, by class or id; empty for none.

    A header or footer inside an article (``in_text``) is part of the article.
    """
    role = _ROLES.get((attrs.get("role") or "").lower())
    if tag in {"header", "footer"}:
        return "" if in_text else tag
    region = role or _REGIONS.get(tag, "")
    named = _NAMED.search(_names(attrs))
    if not region and named and tag not in {"body", "html", "main", "article"}:
        region = named.lastgroup or ""
    return region


def is_hidden(tag: str, attrs: Mapping[str, str | None], hidden_classes: Collection[str]) -> bool:
    """Whether an element is never shown: a script, or hidden by attribute, style or class."""
    return (
        tag in _UNSEEN
        or "hidden" in attrs
        or bool(_HIDDEN_STYLE.search(attrs.get("style") or ""))
        or any(name in hidden_classes for name in _names(attrs).split())
    )


def hidden_classes(page: str) -> frozenset[str]:
    """Classes that the page's own style sheets hide unconditionally."""
    hidden: set[str] = set()
    for element in _STYLE_START.split(page)[1:]:
        sheet = _STYLE_END.split(element.partition(">")[2], maxsplit=1)[0]
        rules = _AT_RULE.sub("", _STYLE_COMMENT.sub(" ", sheet))
        for selectors, declarations in _STYLE_RULE.findall(rules):
            if _HIDDEN_STYLE.search(declarations):
                names = map(str.strip, selectors.split(","))
                named = map(_ONE_CLASS.fullmatch, names)
                hidden.update(match[1] for match in named if match)
    return frozenset(hidden)


def _names(attrs: Mapping[str, str | None]) -> str:
    return f"{attrs.get('class') or ''} {attrs.get('id') or ''}"
