"""Where a sentence can be denied, or its denial taken back, and still be English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text import is_negated

_PAST = {
    past: base
    for pair in """
    began=begin bought=buy brought=bring built=build came=come chose=choose fell=fall found=find
    gave=give held=hold kept=keep led=lead left=leave lost=lose made=make met=meet paid=pay
    rose=rise said=say sent=send shot=shoot spoke=speak struck=strike took=take told=tell went=go
    won=win wrote=write flew=fly sold=sell ran=run
    accepted=accept accused=accuse added=add agreed=agree announced=announce answered=answer
    approved=approve asked=ask attacked=attack banned=ban blamed=blame called=call chaired=chair
    claimed=claim completed=complete concluded=conclude covered=cover created=create
    declined=decline demanded=demand denied=deny described=describe disclosed=disclose
    ended=end endorsed=endorse entered=enter estimated=estimate exceeded=exceed expired=expire
    expressed=express followed=follow founded=found granted=grant helped=help imposed=impose
    included=include invited=invite issued=issue joined=join launched=launch limited=limit
    listed=list lifted=lift moved=move named=name offered=offer opened=open ordered=order
    passed=pass planned=plan presented=present proposed=propose published=publish reached=reach
    received=receive refused=refuse rejected=reject released=release removed=remove renewed=renew
    replaced=replace reported=report resumed=resume returned=return revealed=reveal seized=seize
    served=serve shipped=ship signed=sign started=start stayed=stay stopped=stop
    succeeded=succeed supplied=supply supported=support suspended=suspend travelled=travel
    triggered=trigger updated=update verified=verify visited=visit voted=vote wanted=want
    warned=warn widened=widen withdrew=withdraw worked=work
    """.split()
    for past, base in [pair.split("=")]
}
_THIRD = {
    third: base
    for pair in """
    accepts=accept applies=apply calls=call describes=describe fears=fear forbids=forbid
    gives=give holds=hold keeps=keep lets=let needs=need obliges=oblige reports=report
    requires=require says=say serves=serve sets=set verifies=verify wants=want works=work
    """.split()
    for third, base in [pair.split("=")]
}
_ANY_VERB = re.compile(r"\w (?:\w+sees|makes?|takes?|uses?|goes|does) ")
_BASE = {base: past for past, base in _PAST.items()}
_AUXILIARY = re.compile(
    r"(?<=\w )(?P<aux>is|are|was|were|will|would|can|could|must|should)(?= [a-z0-9])"
    r"(?! (?:not|no|never|n't|only|less|more|neither|also|still|already|the)\b)"
)
_PERFECT = re.compile(
    r"(?<=\w )(?P<aux>has|have|had)(?= (?:been|\w+ed|begun|become|taken|gone|left|made|given|"
    r"spoken|seen|written|shown|built|set)\b)"
)
_VERB = re.compile(rf" (?P<verb>{'|'.join([*_PAST, *_THIRD])})(?= )")
_NO_SUBJECT = frozenset(
    "a an the with by of in on at for from under its their his her this that these those no "
    "mutually newly recently another each every both than".split()
)
_STOPS = re.compile(
    r"\b(?:who|which|that|where|when|while|because|and|but|or|if|whose|after|by|as|to|is|are|was|"
    r"were|has|have|had|will|would|can|could|may|must|should|did|does|do)\b|[,;:–—(]"
)
_DENIED = re.compile(
    r"\b(?P<aux>is|are|was|were|has|have|had|will|would|could|must|should|may) not (?=[a-z])"
    r"(?!only\b)"
)
_CANNOT = re.compile(r"\bcannot (?=[a-z])")
_NEVER = re.compile(r"(?<=\w )never (?=[a-z])")
_LONGER = re.compile(r"(?<=\w )no longer (?=[a-z])")
_DID_NOT = re.compile(r"\b(?P<do>did|does|do) not (?P<verb>[a-z]+)\b")
_REFUSED = re.compile(r"\b(?:refused|declined) to (?=[a-z])")
_WITHOUT = re.compile(r"(?<=\w )without (?=(?:the|an?|their|its|[A-Z])\b)")


def negated(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Places to change: ``(start, end, new words)``; one of them turns the meaning round.

    First what takes a denial back, then what adds one to the first verb of a plain main clause.
    """
    removed = list(_removed(sentence))
    yield from removed
    if not removed and not is_negated(sentence):
        yield from _added(sentence)


def _removed(sentence: str) -> Iterator[tuple[int, int, str]]:
    for match in _DENIED.finditer(sentence):
        yield match.start(), match.end(), f"{match['aux']} "
    for form, new in (
        (_CANNOT, "can "),
        (_NEVER, ""),
        (_LONGER, "still "),
        (_REFUSED, "agreed to "),
    ):
        for match in form.finditer(sentence):
            yield *match.span(), new
    for match in _WITHOUT.finditer(sentence):
        yield *match.span(), "with "
    for match in _DID_NOT.finditer(sentence):
        verb = match["verb"]
        if match["do"] == "did" and verb in _BASE:
            yield *match.span(), _BASE[verb]
        elif match["do"] == "does":
            yield *match.span(), _third(verb)
        elif match["do"] == "do":
            yield *match.span(), verb


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb + "s"


def _added(sentence: str) -> Iterator[tuple[int, int, str]]:
    """At the first auxiliary or known verb, if nothing before it opens another clause."""
    found = [
        (match.start(name), match.end(name), name)
        for form, name in ((_AUXILIARY, "aux"), (_PERFECT, "aux"), (_VERB, "verb"))
        if (match := form.search(sentence))
    ]
    if not found:
        return
    start, end, name = min(found)
    lead = re.sub(r"^(?:On|In|By|Since|At) [^,]*?\d{4},? ", "", sentence[:start])
    if _STOPS.search(lead.rstrip()) or not lead.strip():
        return
    if name == "verb" and (lead.split()[-1].lower() in _NO_SUBJECT or _ANY_VERB.search(lead)):
        return
    word = sentence[start:end]
    if name == "aux":
        yield start, end, "cannot" if word == "can" else f"{word} not"
    elif word in _PAST:
        yield start, end, f"did not {_PAST[word]}"
    else:
        yield start, end, f"does not {_THIRD[word]}"
