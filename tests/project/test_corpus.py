"""The sample corpus: what it holds, what is left out of it, and an answer from each format."""

from __future__ import annotations

import csv
import email
import html
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable
from email.policy import default
from pathlib import Path

import docx
import pypdfium2
import pytest
from conftest import ROOT
from loccit.index import Index
from loccit.index.cleaning.hygiene import examine_hygiene
from loccit.rag import ChatInput, Citation, answer_question, render_text
from oracles import collapse

CORPUS = ROOT / "corpus"
LISTED = tomllib.loads((CORPUS / "SOURCES.toml").read_text(encoding="utf-8"))["document"]


def test_every_document_names_its_public_basis(corpus_index: Index) -> None:
    assert sorted(entry["file"] for entry in LISTED) == corpus_index.names
    for entry in LISTED:
        assert entry["basis"], entry["file"]
        assert all({"issuer", "title", "date"} <= set(source) for source in entry["basis"])


def test_every_document_is_described() -> None:
    described = (ROOT / "docs/reference/sample-corpus.md").read_text(encoding="utf-8")
    for path in CORPUS.rglob("*"):
        if path.is_file() and path.name != "SOURCES.toml":
            assert f"| `{path.relative_to(CORPUS).as_posix()}` |" in described


def test_the_interview_says_that_its_interviewee_is_fictional() -> None:
    text = (CORPUS / "interview-what-tehran-wants.md").read_text(encoding="utf-8")
    assert "fictional" in text[:600]


def test_the_corpus_has_each_format(corpus_index: Index) -> None:
    formats = {corpus_index.document(name).format for name in corpus_index.names}
    assert formats == {"text", "markdown", "html", "table", "mail", "pdf", "word", "epub"}
    assert len(corpus_index.names) >= 18


def test_every_document_but_tables_states_title_and_date(corpus_index: Index) -> None:
    undated = {"timeline-2002-2013.txt"}
    for name in corpus_index.names:
        document = corpus_index.document(name)
        stated = document.metadata
        if document.format == "table":
            assert (stated.title, stated.author, stated.date) == (None, None, None)
        else:
            assert stated.title
            assert bool(stated.date) == (name not in undated), name


FURNITURE = ("cookie", "subscribe", "log in", "newsletter", "most read", "all rights reserved")


@pytest.mark.parametrize(
    "name", [entry["file"] for entry in LISTED if entry["file"].endswith(".html")]
)
def test_no_menu_and_no_banner_is_searched(corpus_index: Index, name: str) -> None:
    chunks = [hit.chunk for hit in corpus_index.search(name, 1000, fold=False)]
    text = " ".join(chunk.text for chunk in chunks if chunk.document == name).casefold()
    assert len(text) > 1000
    assert not [word for word in FURNITURE if word in text]


def test_what_a_site_repeats_is_left_out_by_repetition(corpus_index: Index) -> None:
    hygiene = examine_hygiene(corpus_index.folder)
    repeated = {
        document.name
        for document in hygiene.documents
        if any(part.why == "repeated on other pages" for part in document.left_out)
    }
    assert repeated == {
        "briefs/sanctions-and-waivers.html",
        "pages/strait-observer-hormuz.html",
        "pages/strait-observer-instex.html",
    }


def test_a_syndicated_copy_is_remembered(corpus_index: Index) -> None:
    question = "How wide is the Strait of Hormuz at its narrowest point?"
    answer = answer_question(corpus_index, question)
    pair = {"pages/strait-observer-hormuz.html", "pages/gulf-wire-copy.html"}
    (cited,) = [citation for citation in answer.citations if "21 miles" in citation.quote]
    assert {cited.document, *(place.document for place in cited.also_in)} == pair
    for place in cited.also_in:
        text = corpus_index.document(place.document).text[place.start : place.end]
        assert collapse(text) == collapse(cited.quote)


def test_a_copied_passage_is_shown_once(corpus_index: Index) -> None:
    """Unless it holds something of its own, as the copy's last one does, a note of its source."""
    for sentence, times in (
        ("The military operation of EMASoH is named Agenor.", 1),
        ("The shipping lane in each direction is only two miles wide.", 2),
    ):
        shown = [hit.chunk.text for hit in corpus_index.search(sentence, 8)]
        assert sum(sentence in text for text in shown) == times
        every = [hit.chunk.text for hit in corpus_index.search(sentence, 8, fold=False)]
        assert sum(sentence in text for text in every) == 2


def test_two_notes_disagree_by_their_dates(corpus_index: Index) -> None:
    def asked(**bounds: str) -> list[str]:
        asking = ChatInput("Who leads Iran's team?", filters={"in": "notes.zip/*", **bounds})
        return [citation.quote for citation in answer_question(corpus_index, asking).citations]

    assert asked(before="2021-06") == ["Abbas Araghchi leads Iran's team in Vienna."]
    assert asked(after="2021-06") == ["Ali Bagheri Kani leads Iran's team in the talks."]


def test_hidden_instructions_are_not_in_the_text(corpus_index: Index) -> None:
    text = corpus_index.document("odd/talks-faq.html").text
    assert "Oslo" not in text
    source = (CORPUS / "odd/talks-faq.html").read_text(encoding="utf-8")
    assert "Oslo" in source


def test_the_questions_of_the_quality_benchmark_quote_the_corpus(corpus_index: Index) -> None:
    path = ROOT / "benchmarks/data/corpus.jsonl"
    asked = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({question["id"] for question in asked}) == len(asked) > 60
    for question in asked:
        assert question["answerable"] == bool(question["evidence"])
        for evidence in question["evidence"]:
            assert evidence["quote"] in corpus_index.document(evidence["document"]).text


def test_the_twins_of_the_quality_benchmark_quote_the_corpus(corpus_index: Index) -> None:
    path = ROOT / "benchmarks/data/twins.jsonl"
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({pair["question"] for pair in pairs} | {pair["twin"] for pair in pairs}) == 2 * len(
        pairs
    )
    for pair in pairs:
        assert pair["evidence"]
        assert "denied" not in pair or pair["kind"] == "premise"
        for evidence in [*pair["evidence"], *pair.get("denied", [])]:
            assert evidence["quote"] in corpus_index.document(evidence["document"]).text


# An answer from each format, opened in the original by other means than ours.


def slice_of_text(path: Path, cited: Citation) -> str:
    text = path.read_bytes().decode("utf-8")
    return text[cited.source_start : cited.source_end]


def stripped(path: Path, cited: Citation) -> str:
    return html.unescape(re.sub(r"<[^>]*>|[*`]", "", slice_of_text(path, cited)))


def csv_row(path: Path, cited: Citation) -> str:
    delimiter = "\t" if path.suffix == ".tsv" else ","
    (cells,) = csv.reader(io.StringIO(slice_of_text(path, cited)), delimiter=delimiter)
    return "\t".join(cells)


def pdf_page(path: Path, cited: Citation) -> str:
    assert cited.page
    page = pypdfium2.PdfDocument(path)[cited.page - 1]
    text = page.get_textpage().get_text_range()
    # pdfium joins what a line end divides; the page's own text is compared without breaks.
    whole = re.sub(r"[\ufffe\x02-]|\s", "", text)
    wanted = re.sub(r"[-\s]", "", cited.quote)
    return cited.quote if wanted in whole else whole


def word_text(path: Path, cited: Citation) -> str:
    document = docx.Document(str(path))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += ["\t".join(cell.text for cell in row.cells) for t in document.tables for row in t.rows]
    return next((cited.quote for part in parts if cited.quote in part), "not there")


def epub_text(path: Path, cited: Citation) -> str:
    with zipfile.ZipFile(path) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
    plain = [collapse(html.unescape(re.sub(r"<[^>]*>", "", page))) for page in pages]
    wanted = collapse(cited.quote)
    return cited.quote if any(wanted in page for page in plain) else "not there"


def mail_text(path: Path, cited: Citation) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    whole = collapse(re.sub(r"^(?:>\s?)+", "", body, flags=re.M))
    return cited.quote if collapse(cited.quote) in whole else "not there"


def zip_member(path: Path, cited: Citation) -> str:
    with zipfile.ZipFile(path) as archive:
        text = archive.read(cited.document.removeprefix("notes.zip/")).decode()
    return text[cited.source_start : cited.source_end]


ASKED: list[tuple[str, str, str, Callable[[Path, Citation], str]]] = [
    ("When did Iran pass both caps?", "briefs/enrichment-and-stockpiles.txt",
     "July 2019", slice_of_text),
    ("When did Naftali Bennett become prime minister of Israel?", "what-each-side-wants.md",
     "June 2021", stripped),
    ("What is the legal name of an oil waiver?", "briefs/sanctions-and-waivers.html",
     "Significant Reduction Exception", stripped),
    ("How much uranium enriched up to 60 percent did GOV/2021/51 count?",
     "data/stockpile-by-quarter.csv", "17.7", csv_row),
    ("Who was Acting Director General of the IAEA in 2019?", "data/who-negotiated.tsv",
     "Cornel Feruta", csv_row),
    ("Who agreed on 12 September 2021 that inspectors could service the equipment?",
     "briefs/iaea-safeguards.pdf", "Mohammad Eslami", pdf_page),
    ("When did Pompeo list twelve demands?", "briefs/withdrawal-2018.pdf", "21 May 2018", pdf_page),
    ("When do the six months of the interim deal run out?", "briefs/interim-deal-2013.docx",
     "20 July 2014", word_text),
    ("When did Mora receive Bagheri Kani in Brussels?", "books/european-mediation.epub",
     "27 October 2021", epub_text),
    ("What did the IAEA and Iran agree on 15 December 2021?", "mail/vienna-rounds.eml",
     "Karaj", mail_text),
    ("Who is the president of Iran?", "notes.zip/talks-april-2021.md", "Rouhani", zip_member),
]  # fmt: skip


@pytest.mark.parametrize(("question", "name", "expected", "opened"), ASKED)
def test_each_format_answers_and_its_original_opens_at_the_place(
    corpus_index: Index,
    question: str,
    name: str,
    expected: str,
    opened: Callable[[Path, Citation], str],
) -> None:
    answer = answer_question(corpus_index, question)
    cited = [
        citation
        for citation in answer.citations
        if citation.document == name and expected in citation.quote
    ]
    assert cited, answer.text
    path = CORPUS / name.split(".zip/")[0] if ".zip" not in name else CORPUS / "notes.zip"
    for citation in cited:
        assert corpus_index.document(name).text[citation.start : citation.end] == citation.quote
        assert collapse(opened(path, citation)) == collapse(citation.quote)


SHOWN = (ROOT / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]


def test_the_readme_shows_what_the_terminal_prints(corpus_index: Index) -> None:
    asked = re.findall(r'^\$ loccit ask "(.+)"$', SHOWN, re.MULTILINE)
    printed = [
        f'$ loccit ask "{question}"\n{render_text(answer_question(corpus_index, question), 80)}'
        for question in asked
    ]
    assert len(asked) == 1
    assert "\n\n".join(printed) + "\n" == SHOWN
