"""Pages with copies, quoting mails, menus and footers among them, and where each sentence is from.

Articles of a question-answering set in SQuAD's JSON format are cut into pages of a few paragraphs.
Three kinds of dirt are added to a share of them each, all drawn from one seed:

- copies: other documents with another lead, one paragraph less, and small edits;
- mails: a line of their own over three to six quoted paragraphs;
- furniture: the menus, calls and footers of two invented sites, around and amid the text.
"""

from __future__ import annotations

import html
import json
import random
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal, NamedTuple

from loccit.index.chunking.sentences import split_sentences

Origin = tuple[int, int]
"""The number of an article and of a sentence in it."""
FURNITURE: Origin = (-1, -1)
KINDS = ("copies", "mails", "furniture")
Format = Literal["txt", "html"]
PARAGRAPHS = 8
"""Paragraphs of a page."""
_OTHER_WORDS = ("known", "given", "early", "whole", "later", "common", "certain", "main")
_LEADS = (
    "Our readers asked for more on {}, so we took up a piece that we had liked.",
    "This text on {} came to us over the wire and is printed here with a few cuts.",
    "We said last month that we would return to {}. Here is what we found worth keeping.",
    "A friend of this paper sent us these pages on {}; we have touched them only lightly.",
)
_NOTES = (
    "See below, this is what I meant on Tuesday about {}.",
    "Do you still need something on {}? I had this lying around.",
    "Forwarding the part about {} before I forget it again.",
)


class Piece(NamedTuple):
    """A sentence and where it is from; ``None`` where nothing else says it."""

    text: str
    origin: Origin | None = None


class Paragraph(NamedTuple):
    """Sentences that stand together; a line of a site's own if it is furniture."""

    pieces: tuple[Piece, ...]
    is_furniture: bool = False

    @property
    def text(self) -> str:
        """The sentences, a blank between them."""
        return " ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Page:
    """One document to be written; ``host`` is the site that it names, if it names one."""

    name: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    host: str = ""
    is_mail: bool = False

    def file(self, format_: Format) -> str:
        """Its name below the folder that it is written to."""
        return f"{self.name}.{'eml' if self.is_mail else format_}"


class Gold(NamedTuple):
    """An answer: the sentence that holds it, its words, and which occurrence of them it is."""

    origin: Origin
    words: str
    nth: int


class Asked(NamedTuple):
    """A question and its answers."""

    text: str
    answers: tuple[Gold, ...]


class _Site(NamedTuple):
    host: str
    top: tuple[str, ...]
    inside: tuple[str, ...]
    bottom: tuple[str, ...]


_SITES = (
    _Site(
        "courier.example",
        (
            "The Harbour Courier",
            "Home Politics History Science Law Sports Weather Archive",
            "The Courier was founded in 1921 and is owned by the people who read it.",
        ),
        (
            "Sign up for our morning letter: five stories before breakfast, every weekday.",
            "Also on this site: how the tides are measured at the old pier.",
        ),
        (
            "Share this article on Facebook, Twitter or WhatsApp",
            "Help us to report on history, science and law: become a member for four euros a week.",
            "Harbour Courier Media, 12 Quay Street, Eastport",
            "© 2020 Harbour Courier Media. All rights reserved.",
        ),
    ),
    _Site(
        "",
        ("Plain Encyclopedia", "Main page | Contents | Random article | Donate"),
        ("Is something wrong on this page? Tell the editors, who look at every message.",),
        (
            "Plain Encyclopedia is written by volunteers in forty countries and checked twice.",
            "About us | Contact | Privacy | Mobile view",
            "This page was last changed on {day} May 2020, at {hour}:15.",
        ),
    ),
)


def read_set(path: Path, seed: int) -> tuple[list[Page], list[Asked]]:
    """The pages of a set in order, and its answerable questions, shuffled.

    A question is left out if an answer runs over the end of its sentence.
    """
    pages: list[Page] = []
    asked: list[Asked] = []
    articles = json_articles(path)
    for number, article in enumerate(articles):
        title = str(article.get("title") or number).replace("_", " ")
        paragraphs: list[Paragraph] = []
        for paragraph in article["paragraphs"]:
            spans = split_sentences(paragraph["context"])
            first = sum(len(before.pieces) for before in paragraphs)
            texts = [paragraph["context"][span.start : span.end] for span in spans]
            pieces = [Piece(_plain(text), (number, first + n)) for n, text in enumerate(texts)]
            paragraphs.append(Paragraph(tuple(pieces)))
            starts = [span.start for span in spans]
            asked += _asked(paragraph["qas"], list(zip(starts, texts, pieces, strict=True)))
        for at in range(0, len(paragraphs), PARAGRAPHS):
            part = at // PARAGRAPHS + 1
            name = re.sub(r"[^\w.-]+", "_", title)
            pages.append(
                Page(f"pages/{name}-{part}", title, tuple(paragraphs[at : at + PARAGRAPHS]))
            )
    random.Random(seed).shuffle(asked)
    return pages, asked


def json_articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a file in SQuAD's format."""
    articles: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return articles


def _plain(text: str) -> str:
    return " ".join(text.split())


def _asked(
    questions: Sequence[Mapping[str, Any]], sentences: Sequence[tuple[int, str, Piece]]
) -> Iterator[Asked]:
    for question in questions:
        gold_answers: list[Gold] = []
        for answer in question["answers"]:
            at, words = answer["answer_start"], answer["text"]
            for start, text, piece in sentences:
                inside = at - start
                if inside >= 0 and text[inside : inside + len(words)] == words and piece.origin:
                    gold_answers.append(
                        Gold(piece.origin, _plain(words), text[:inside].count(words))
                    )
        if gold_answers and len(gold_answers) == len(question["answers"]):
            yield Asked(question["question"].strip(), tuple(dict.fromkeys(gold_answers)))


def soiled(pages: Sequence[Page], kinds: Sequence[str], share: float, seed: int) -> list[Page]:
    """The pages with ``share`` of them copied, quoted in mails and put among furniture each."""
    dirty = list(pages)
    count = round(share * len(pages))
    for kind in kinds:
        # Each kind draws by itself, so that one is the same with and without the others.
        rng = random.Random(f"{seed} {kind}")
        chosen = sorted(rng.sample(range(len(pages)), count))
        if kind == "copies":
            dirty += [_copy(rng, pages[n], number) for number, n in enumerate(chosen)]
        elif kind == "mails":
            dirty += [_mail(rng, pages[n], number) for number, n in enumerate(chosen)]
        else:
            for number, n in enumerate(chosen):
                dirty[n] = _furnish(rng, dirty[n], _SITES[number % len(_SITES)])
    return dirty


def _copy(rng: random.Random, page: Page, number: int) -> Page:
    """Another document with another lead, one paragraph less, and small edits."""
    lead = Paragraph((Piece(rng.choice(_LEADS).format(page.title)),))
    kept = list(page.paragraphs)
    if len(kept) > 1:
        del kept[rng.randrange(len(kept))]
    edited = [
        Paragraph(tuple(Piece(_edit(rng, text), origin) for text, origin in paragraph.pieces))
        for paragraph in kept
    ]
    folder = rng.choice(("agency", "wire"))
    return Page(f"{folder}/{number:03d}", page.title, (lead, *edited))


def _edit(rng: random.Random, text: str) -> str:
    """Curly quotes; a comma less in three sentences of ten, another word in one of ten."""
    text = re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")
    if rng.random() < 0.3:
        text = text.replace(", ", " ", 1)
    plain = list(re.finditer(r"(?<= )[a-z]{4,}(?= )", text))
    if rng.random() < 0.1 and plain:
        word = rng.choice(plain)
        text = text[: word.start()] + rng.choice(_OTHER_WORDS) + text[word.end() :]
    return text


def _mail(rng: random.Random, page: Page, number: int) -> Page:
    """A mail with a line of its own over three to six paragraphs of the page."""
    count = min(len(page.paragraphs), rng.randint(3, 6))
    start = rng.randrange(len(page.paragraphs) - count + 1)
    note = Paragraph((Piece(rng.choice(_NOTES).format(page.title)),))
    quoted = page.paragraphs[start : start + count]
    return Page(f"mail/{number:03d}", f"Re: {page.title}", (note, *quoted), is_mail=True)


def _furnish(rng: random.Random, page: Page, site: _Site) -> Page:
    """The page between a site's head and foot; two of three have a line amid the text too."""
    numbers = {"day": rng.randint(1, 31), "hour": rng.randint(10, 23)}

    def lines(texts: Sequence[str]) -> list[Paragraph]:
        return [Paragraph((Piece(line.format(**numbers), FURNITURE),), True) for line in texts]

    furnished = list(page.paragraphs)
    if rng.random() < 2 / 3 and len(furnished) > 1:
        at = rng.randrange(1, len(furnished))
        furnished[at:at] = lines(site.inside)
    paragraphs = (*lines(site.top), *furnished, *lines(site.bottom))
    return replace(page, paragraphs=paragraphs, host=site.host)


def write(pages: Sequence[Page], folder: Path, format_: Format) -> None:
    """Write every page below a folder."""
    for page in pages:
        path = folder / page.file(format_)
        path.parent.mkdir(parents=True, exist_ok=True)
        render = _as_mail if page.is_mail else _as_html if format_ == "html" else _as_text
        path.write_bytes(render(page).encode("utf-8"))


def _as_text(page: Page) -> str:
    parts: list[str] = []
    for before, paragraph in zip((None, *page.paragraphs), page.paragraphs, strict=False):
        lines = before is not None and before.is_furniture and paragraph.is_furniture
        together = lines and bool(page.host)
        parts += ["" if before is None else "\n" if together else "\n\n", paragraph.text]
    return "".join(parts) + "\n"


def _as_html(page: Page) -> str:
    title = html.escape(page.title)
    address = f"https://{page.host}/{page.name}"
    link = f'<link rel="canonical" href="{html.escape(address)}">' if page.host else ""
    lines = [f"<!doctype html>\n<html><head><title>{title}</title>{link}</head>\n<body>"]
    heading = f"<h1>{title}</h1>"
    for paragraph in page.paragraphs:
        if not paragraph.is_furniture and heading:
            lines.append(heading)
            heading = ""
        tag = "div" if paragraph.is_furniture else "p"
        lines.append(f"<{tag}>{html.escape(paragraph.text, quote=False)}</{tag}>")
    return "\n".join([*lines, "</body></html>\n"])


def _as_mail(page: Page) -> str:
    note, *quoted = page.paragraphs
    lines = [note.text, "", "On Mon, 4 May 2020 at 09:30, Ada Roe wrote:"]
    for number, paragraph in enumerate(quoted):
        lines += [">"] * bool(number)
        lines += [f"> {line}" for line in textwrap.wrap(paragraph.text, 72, break_on_hyphens=False)]
    message = EmailMessage()
    message["Subject"], message["From"] = page.title, "Kim Poe <kim@example.org>"
    message["To"], message["Date"] = "ada@example.org", "Tue, 05 May 2020 08:00:00 +0000"
    message.set_content("\n".join(lines) + "\n")
    return message.as_string()
