"""Verify each sentence of a chat model's reply before any of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from ....index.encoders.base import Encoder
from ....text import lexicon
from ....text.reading import Facts, read_facts
from ...reader.base import PassageReader
from ..events import ReplySentence
from .absence import is_harmless, split_absence
from .outcomes import Dropped, Note, Outcome, Shown, SourceSpan, dropped
from .passages import NumberedPassage
from .reading.likeness import Likeness
from .reading.notation import regular
from .reading.units import SourcePassage, Unit, read_passage
from .reading.verbs import read_verbs
from .refusals import is_fragment, refusal, without_lead_in
from .verify import Verification, quoted_unit, verify


class Gate:
    """Judges the sentences of one reply by the passages that were put before the model.

    A sentence is verified against each passage that it cites, alone, and if that fails against each
    other passage: never against several at once.
    """

    def __init__(
        self,
        passages: Sequence[NumberedPassage],
        question: str,
        encoder: Encoder,
        reader: PassageReader | None = None,
    ) -> None:
        """Open the gate for a reply.

        Args:
            passages: those of the prompt, each with its number.
            question: what was asked, standing alone.
            encoder: compares words in context; the bounds are fitted for the default encoder.
            reader: tells whether texts are in a language that can be read; all are if ``None``.
        """
        self._passages = {passage.number: passage for passage in passages}
        self._question = question
        self._likeness = Likeness(encoder)
        self._reader = reader

    def judge(self, sentence: ReplySentence, shown: Sequence[str] = ()) -> Outcome:
        """Judge a sentence.

        Args:
            sentence: the sentence, without its citation markers.
            shown: the sentences of the reply that were shown before it, in order.
        """
        if code := refusal(sentence):
            return dropped(sentence.text, code)
        text = without_lead_in(sentence.text)
        absent, stated = split_absence(text)
        if absent and not is_harmless(absent, self._allowed):
            return dropped(text, "name")
        if absent and not stated:
            return Note(text)
        claim = stated if absent else text
        cited = [number for number in sentence.numbers if number in self._passages]
        others = [number for number in self._passages if number not in cited]
        return self._check(text, claim, cited, others, shown)

    @cached_property
    def _allowed(self) -> list[Facts]:
        """What the question and the passages state."""
        sources = map(self._source, self._passages)
        texts = [self._question, *(f"{source.context}. {source.text}" for source in sources)]
        return [read_facts(regular(text)) for text in texts]

    @cached_property
    def _verbs(self) -> set[str]:
        """The stems of the verbs of the passages, light ones apart."""
        units = (unit for number in self._passages for unit in self._source(number).units)
        verbs = {verb.stem for unit in units for verb in read_verbs(unit.text) if verb.strength > 2}
        return verbs - lexicon.words("verbs.light")

    def _check(
        self,
        text: str,
        claim: str,
        cited: Sequence[int],
        others: Sequence[int],
        shown: Sequence[str],
    ) -> Outcome:
        is_quoted = any(quoted_unit(claim, self._source(number)) for number in self._passages)
        if not is_quoted and is_fragment(claim, self._verbs):
            return dropped(text, "fragment")
        before = shown[-1] if shown else self._question
        attempts = {number: self._verify(claim, number, before) for number in cited}
        borne = {number: found for number, found in attempts.items() if found.is_borne_out}
        if borne:
            return self._show(text, borne, recited=False)
        for number in others:
            attempts[number] = self._verify(claim, number, before)
            if attempts[number].is_borne_out:
                return self._show(text, {number: attempts[number]}, recited=True)
        return _reason(text, [attempts[number] for number in cited or others])

    def _show(self, text: str, borne: dict[int, Verification], recited: bool) -> Shown:
        citations = [
            self._span(number, unit) for number, found in borne.items() for unit in found.units
        ]
        support = max(found.support for found in borne.values())
        return Shown(text, tuple(dict.fromkeys(citations)), recited, round(support, 6))

    def _span(self, number: int, unit: Unit) -> SourceSpan:
        document = self._passages[number].hit.chunk.document
        return SourceSpan(number, document, unit.span.start, unit.span.end, unit.raw)

    def _verify(self, claim: str, number: int, before: str) -> Verification:
        source = self._source(number)
        if unit := quoted_unit(claim, source):
            return Verification(1.0, (), (unit,))
        if not self._understands(claim, number):
            return Verification.foreign()
        return verify(read_facts(regular(claim)), source, self._likeness, before)

    def _source(self, number: int) -> SourcePassage:
        return _read_passage(self._passages[number])

    def _understands(self, claim: str, number: int) -> bool:
        passage = self._passages[number].hit.chunk.text
        return self._reader is None or self._reader.understands(claim, passage)


@lru_cache(maxsize=256)
def _read_passage(passage: NumberedPassage) -> SourcePassage:
    return read_passage(passage.hit, passage.columns)


def _reason(text: str, attempts: Sequence[Verification]) -> Dropped:
    """Why no passage bears a sentence out: what is wrong with it in the likeliest passage."""
    likeliest = max(attempts, key=lambda attempt: attempt.support, default=None)
    if likeliest is None:
        return dropped(text, "support")
    problem = likeliest.problems[0]
    return dropped(text, problem.code, problem.text)
