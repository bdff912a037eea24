"""An answer in prose as far as it is verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ....index.search import Index
from ....index.types import Hit
from ....text.spans import Span
from ...extractive.citing import cite_sentence
from ...types import Answer, Citation, Dropped
from ..gate.outcomes import Dropped as Refused
from ..gate.outcomes import Note, Outcome, Shown, SourceSpan


@dataclass(frozen=True, slots=True)
class Draft:
    """What of a reply may be shown.

    Attributes:
        text: the sentences that were verified.
        citations: theirs; those of one source share a number.
        sentences: the sentences one by one.
        notes: sentences that the passages do not state something.
        dropped: sentences that could not be verified.
    """

    text: str = ""
    citations: tuple[Citation, ...] = ()
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def without(self, text: str, why: str, code: str) -> Draft:
        """The draft after a sentence that is not shown."""
        return replace(self, dropped=(*self.dropped, Dropped(text, why, code)))

    def shown_in(self, answer: Answer) -> Answer:
        """An answer with the draft in place of its own sentences."""
        return replace(
            answer,
            text=self.text,
            citations=self.citations,
            notes=self.notes,
            dropped=self.dropped,
            short=None,
            disagreements=(),
            timings_ms={},
        )


def number_of(citations: tuple[Citation, ...], source: Citation | SourceSpan) -> int | None:
    """The number of the source of a citation among other citations; ``None`` if it has none."""
    place = (source.document, source.start, source.end)
    return next(
        (cited.number for cited in citations if (cited.document, cited.start, cited.end) == place),
        None,
    )


def next_number(citations: tuple[Citation, ...]) -> int:
    """The number of a source that was not cited before."""
    return 1 + max((cited.number for cited in citations), default=0)


class Drafting:
    """Adds what the gate makes of sentences to a draft."""

    def __init__(self, index: Index, hits: Mapping[int, Hit]) -> None:
        """Prepare for the reply to a prompt.

        Args:
            index: what the passages were found in.
            hits: the passages, by their numbers in the prompt.
        """
        self._index = index
        self._hits = hits

    def with_outcome(self, draft: Draft, outcome: Outcome) -> Draft:
        """The draft after one more sentence."""
        if isinstance(outcome, Note):
            return replace(draft, notes=(*draft.notes, outcome.text))
        if isinstance(outcome, Refused):
            return draft.without(outcome.text, outcome.why, outcome.code)
        return self._with_sentence(draft, outcome)

    def _with_sentence(self, draft: Draft, shown: Shown) -> Draft:
        text = f"{draft.text} {shown.text}".lstrip()
        place = Span(len(text) - len(shown.text), len(text))
        citations = draft.citations
        for source in shown.citations:
            number = number_of(citations, source) or next_number(citations)
            if number_of(citations[len(draft.citations) :], source) is None:
                citations = (*citations, self._cite(source, number, place, shown))
        sentences = (*draft.sentences, shown.text)
        return replace(draft, text=text, citations=citations, sentences=sentences)

    def _cite(self, source: SourceSpan, number: int, place: Span, shown: Shown) -> Citation:
        hit = self._hits[source.passage]
        numbered = enumerate(hit.chunk.sentences)
        in_chunk, sentence = next(
            (n, sentence)
            for n, sentence in numbered
            if (sentence.start, sentence.end) == (source.start, source.end)
        )
        return cite_sentence(
            self._index, hit, sentence, in_chunk, number, place, shown.support, shown.recited
        )
