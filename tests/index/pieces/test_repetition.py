"""What a site repeats is left out, and nothing that only one of its pages says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from histories import contents
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import Document, Index, build_index
from loccit.index.cleaning.clean import clean
from loccit.index.cleaning.hygiene import examine_hygiene
from loccit.index.cleaning.repetition import WHY, repeated_blocks
from loccit.index.formats.parsed import Blob, BlockKind
from loccit.index.sources.load import parse

HEAD = ["The Harbour Courier is the paper of the coast.", "News, tides and weather every day."]
FOOT = ["Write to the editors at the old quay.", "Printed on paper from the mill in Westport."]


def document(name: str, lines: Sequence[str]) -> Document:
    """A document of these lines, a blank line between them; HTML by its name."""
    text = "\n\n".join(lines)
    if name.endswith(".html"):
        paragraphs = "".join(f"<p>{line}</p>" for line in lines)
        text = f"<html><body><h1>{name} stands alone</h1>{paragraphs}</body></html>"
    return clean(*parse(Blob(name, Path(name), text.encode())))


def left_out(documents: Sequence[Document]) -> list[list[str]]:
    """The texts that are left out of each document."""
    repeated = repeated_blocks(documents)
    return [
        [document.text[document.blocks[n].start : document.blocks[n].end] for n in numbers]
        for document, numbers in zip(documents, repeated, strict=True)
    ]


def own(page: int, count: int = 3) -> list[str]:
    """Sentences that no other page has, by other words than figures."""
    return [f"Ship {word(page)} carried the load {word(n)} past the pier." for n in range(count)]


def word(number: int) -> str:
    """A word of its own for every number."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_pages_lose_their_common_head_and_foot_and_nothing_else(suffix: str) -> None:
    pages = [document(f"{n}.{suffix}", [*HEAD, *own(n), *FOOT]) for n in range(3)]
    assert left_out(pages) == [[*HEAD, *FOOT]] * 3
    assert left_out(pages[:2]) == [[], []], "two pages are no site"


lines = st.lists(
    st.one_of(st.sampled_from([*HEAD, *FOOT]), st.integers(0, 10**6).map(lambda n: own(n, 1)[0])),
    min_size=1,
    max_size=8,
)


@given(st.lists(lines, min_size=1, max_size=7), st.sampled_from(["txt", "md"]))
def test_what_fewer_than_three_documents_say_is_never_left_out(
    texts: list[list[str]], suffix: str
) -> None:
    documents = [document(f"{n}.{suffix}", text) for n, text in enumerate(texts)]
    holding = Counter(line for text in texts for line in set(text))
    for text in left_out(documents):
        assert all(holding[line] >= 3 for line in text)


@given(st.lists(lines, min_size=3, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_the_documents_does_not_matter(
    texts: list[list[str]], rng: random.Random
) -> None:
    documents = [document(f"{n}.txt", text) for n, text in enumerate(texts)]
    expected = dict(
        zip([document.name for document in documents], left_out(documents), strict=True)
    )
    rng.shuffle(documents)
    assert (
        dict(zip([document.name for document in documents], left_out(documents), strict=True))
        == expected
    )


@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_copies_of_one_page_lose_nothing(suffix: str) -> None:
    copies = [document(f"{n}.{suffix}", [*HEAD, *own(1, 8), *FOOT]) for n in range(6)]
    assert left_out(copies) == [[]] * 6


def test_headings_over_own_text_bylines_and_dates_stay() -> None:
    opening = ["Weekly report", "By Jane Roe", "4 May 2020"]
    pages = [document(f"{n}.txt", [*opening, *own(n), "Outlook", own(n + 9)[0]]) for n in range(4)]
    kinds = {block.kind for block in pages[0].blocks}
    assert {BlockKind.HEADING, BlockKind.META} <= kinds
    assert left_out(pages) == [[]] * 4
    alone = [document(f"{n}.txt", [*own(n), "Sources"]) for n in range(4)]
    assert left_out(alone) == [[]] * 4, "a part that somebody left empty"


def test_a_line_that_differs_in_figures_stays_and_ends_nothing() -> None:
    counters = [f"This page was last changed on {n + 3} May 2020." for n in range(4)]
    pages = [document(f"{n}.txt", [*own(n), *FOOT, counters[n]]) for n in range(4)]
    assert left_out(pages) == [FOOT] * 4
    words = ["By Ada.", "By Ben.", "By Cy.", "By Di."]
    pages = [document(f"{n}.txt", [*own(n), *FOOT, f"Changed {words[n]}"]) for n in range(4)]
    assert left_out(pages) == [[]] * 4, "other words are the page's own"
    twice = [f"Ships seen on this day: {n}." for n in range(4)]
    pages = [document(f"{n}.txt", [*own(n), *FOOT, twice[n], counters[n]]) for n in range(4)]
    assert left_out(pages) == [[]] * 4, "two such lines may be a text"


def test_a_menu_is_no_heading_of_what_follows() -> None:
    menu = ["Plain Encyclopedia", "Main page | Contents | Donate"]
    pages = [document(f"{n}.txt", [*menu, *own(n)]) for n in range(3)]
    assert left_out(pages) == [menu] * 3
    assert {block.kind for block in pages[0].blocks[:2]} == {BlockKind.HEADING}


@pytest.mark.parametrize(("suffix", "expected"), [("html", 1), ("txt", 0)])
def test_lines_amid_the_text_of_a_web_page_are_found_among_pages_alike(
    suffix: str, expected: int
) -> None:
    call = "Sign up for our morning letter: five stories before breakfast."
    pages = [document(f"{n}.{suffix}", [*own(n), call, *own(n + 50), *FOOT]) for n in range(5)]
    others = [document(f"other-{n}.{suffix}", own(n + 100, 6)) for n in range(20)]
    removed = left_out([*pages, *others])
    assert removed[:5] == [[call] * expected + FOOT] * 5
    assert removed[5:] == [[]] * 20
    assert not any(call in text for text in left_out([*pages[:4], *others])), "too few pages"


def test_another_folder_or_host_is_another_site() -> None:
    apart = [document(f"{n}/page.txt", [*HEAD, *own(n), *FOOT]) for n in range(3)]
    assert left_out(apart) == [[]] * 3


def test_what_a_site_repeats_is_no_title(
    write: Write, tmp_path: Path, fake_encoder: FakeEncoder
) -> None:
    brand = ["Plain Encyclopedia", "Main page | Contents | Donate"]
    for n in range(3):
        write(f"docs/{n}.txt", "\n\n".join([*brand, *own(n)]))
    build_index([tmp_path / "docs"], tmp_path / "x", encoder=fake_encoder)
    hits = Index.open(tmp_path / "x", fake_encoder).search("ship load pier", 9)
    assert sorted(hit.title for hit in hits) == ["0.txt", "1.txt", "2.txt"]
    assert not any("Encyclopedia" in hit.chunk.context + hit.chunk.text for hit in hits)
    report = examine_hygiene(tmp_path / "x")
    assert [[part.text for part in document.left_out] for document in report.documents] == [
        brand
    ] * 3
    assert {part.why for document in report.documents for part in document.left_out} == {WHY}


pages = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 4), st.booleans()),
    st.tuples(st.just("delete"), st.integers(0, 4), st.none()),
)


@settings(max_examples=5)
@given(st.lists(pages, min_size=1, max_size=3))
def test_adding_and_removing_pages_equals_a_clean_build(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int, bool | None]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    docs = folder / "docs"
    docs.mkdir()
    for n in range(4):
        (docs / f"{n}.txt").write_text("\n\n".join([*HEAD, *own(n), *FOOT]))
    for action, n, has_foot in [*history, ("write", 0, True)]:
        path = docs / f"{n}.txt"
        if action == "delete":
            path.unlink(missing_ok=True)
        else:
            path.write_text("\n\n".join([*HEAD, *own(n), *(FOOT if has_foot else [])]))
        build_index([docs], folder / "grown", encoder=FakeEncoder())
    build_index([docs], folder / "clean", encoder=FakeEncoder())
    assert list(contents(folder / "grown")) == list(contents(folder / "clean"))
