"""Finding files, settling their format, decoding them."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from conftest import Write
from loccit.index import DocumentError, UsageError
from loccit.index.digests import digest
from loccit.index.formats.parsed import Blob, Source
from loccit.index.sources.find import File, find
from loccit.index.sources.load import parse, read

PAGE = "<!doctype html><title>Kites</title><p>Kites need wind.</p>"


def decode(name: str, content: bytes) -> Source:
    return parse(Blob(name, Path(name), content))[0]


# Finding.


def test_files_are_named_by_their_path_below_the_root(write: Write, tmp_path: Path) -> None:
    write("b.md", "b")
    write("deep/er/a.txt", "a")
    files, skipped = find([tmp_path])
    assert [file.name for file in files] == ["b.md", "deep/er/a.txt"]
    assert skipped == []


def test_a_root_may_be_a_file(write: Write) -> None:
    files, _ = find([write("folder/one.txt", "one")])
    assert [file.name for file in files] == ["one.txt"]


def test_hidden_files_and_folders_are_passed_over(write: Write, tmp_path: Path) -> None:
    write(".notes.txt", "x")
    write(".cache/a.txt", "x")
    assert find([tmp_path]) == ([], [])


def test_another_format_is_named_with_the_formats_that_are_read(
    write: Write, tmp_path: Path
) -> None:
    write("photo.png", b"\x89PNG")
    write("script.py", "print()")
    _, skipped = find([tmp_path])
    why = {file.name: file.why for file in skipped}
    assert list(why) == ["photo.png", "script.py"]
    assert why["photo.png"] == "is a picture (PNG)"
    assert all(part in why["script.py"] for part in ("'.py'", ".md", ".docx"))


def test_a_file_of_unknown_suffix_is_known_by_its_content(write: Write, tmp_path: Path) -> None:
    write("page.aspx", PAGE)
    write("scan.bin", b"%PDF-1.4 and so on")
    write("NOTES", "words")
    files, skipped = find([tmp_path])
    assert [file.name for file in files] == ["NOTES", "page.aspx", "scan.bin"]
    assert skipped == []


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.eml"])
@pytest.mark.parametrize(
    "opening",
    ["A PDF begins with %PDF-1.7, says the guide.", "MZ Wallace made bags.", "RIFF is a format.",
     "Rar! said the lion.", "GIF89a,87 pictures", "SQLite format 3 is a file format."],
)  # fmt: skip
def test_a_text_may_speak_of_the_bytes_that_open_other_formats(name: str, opening: str) -> None:
    assert opening[:8] in decode(name, opening.encode()).text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a"])
def test_a_binary_file_with_a_text_s_name_is_known_by_its_start(name: str) -> None:
    for content in (b"MZ\x90\0\3", b"GIF89a\1\0\1\0", b"RIFF\x24\0\0\0WAVE"):
        with pytest.raises(DocumentError, match=r"^is a"):
            decode(name, content)
    with pytest.raises(DocumentError, match="PDF"):
        decode(name, b"%PDF-1.4 cut short")


@pytest.mark.parametrize(
    "suffix", [".txt", ".TXT", ".text", ".md", ".Markdown", ".html", ".HTM", ".xhtml"]
)
def test_suffixes_are_read_in_any_case(write: Write, tmp_path: Path, suffix: str) -> None:
    write(f"a{suffix}", "a")
    assert len(find([tmp_path])[0]) == 1


def test_names_that_clash_are_prefixed_with_their_root(write: Write, tmp_path: Path) -> None:
    for name in ("red/a.txt", "red/only.txt", "blue/a.txt"):
        write(name, name)
    files, _ = find([tmp_path / "red", tmp_path / "blue"])
    assert [file.name for file in files] == ["blue/a.txt", "only.txt", "red/a.txt"]


def test_names_differ_when_two_roots_share_their_name(write: Write, tmp_path: Path) -> None:
    write("one/docs/a.txt", "a")
    write("two/docs/a.txt", "b")
    files, _ = find([tmp_path / "one/docs", tmp_path / "two/docs"])
    assert len(files) == 2
    assert len({file.name for file in files}) == 2


def test_names_differ_when_a_prefixed_one_meets_a_real_one(write: Write, tmp_path: Path) -> None:
    for name in ("red/a.txt", "red/blue/a.txt", "blue/a.txt"):
        write(name, name)
    files, _ = find([tmp_path / "red", tmp_path / "blue"])
    assert len(files) == 3
    assert len({file.name for file in files}) == 3


def test_a_file_under_two_roots_is_found_once(write: Write, tmp_path: Path) -> None:
    path = write("sub/a.txt", "a")
    files, _ = find([tmp_path, tmp_path / "sub", path])
    assert [file.path for file in files] == [path]


def test_a_missing_root_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no file or folder at '.*nowhere'.*give a path"):
        find([tmp_path / "nowhere"])


def test_links_to_folders_are_not_followed(write: Write, tmp_path: Path) -> None:
    write("a.txt", "a")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [file.name for file in find([tmp_path])[0]] == ["a.txt"]


def test_a_dangling_link_is_a_document_error(tmp_path: Path) -> None:
    link = tmp_path / "gone.txt"
    link.symlink_to(tmp_path / "nothing")
    with pytest.raises(DocumentError, match="cannot be read"):
        read(File("gone.txt", link, link))


def test_a_pipe_is_not_a_file_to_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert find([tmp_path])[0] == []


def test_a_name_that_is_not_utf_8_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    names = [file.name for file in find([tmp_path])[0]]
    assert names == ["caf\\xe9.txt"]
    names[0].encode("utf-8")


# Decoding.


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_settles_the_encoding_and_goes(bom: bytes, encoding: str) -> None:
    source = decode("a.txt", bom + "Zoë — 北京 🙂\r\n".encode(encoding))
    assert source.text == "Zoë — 北京 🙂\r\n"


def test_line_ends_stay_as_they_are() -> None:
    assert decode("a.txt", b"a\r\nb\rc\nd").text == "a\r\nb\rc\nd"


@pytest.mark.parametrize(
    "text",
    [
        "“It was naïve to open a café on the pier”, Zoë said — though the façade cost only £40. "
        * 4,
        "She said: “It’s a long way — and we’re late.” The others agreed with her.\r\n" * 5,
        "That was naïve. The rest is plain English, and it goes on for a while after that.\r\n" * 3,
    ],
    ids=["many signs", "quotes alone", "one letter"],
)
def test_english_windows_text_is_read_as_such(text: str) -> None:
    assert decode("a.txt", text.encode("cp1252")).text == text


def test_a_declared_character_set_wins_over_guessing() -> None:
    page = '<html><meta charset="iso-8859-2"><p>Łódź, źdźbło'
    assert decode("a.html", page.encode("iso-8859-2")).text == page


def test_a_declared_character_set_that_does_not_exist_is_passed_over() -> None:
    page = '<html><meta charset="no-such-set"><p>Zoë'
    assert decode("a.html", page.encode()).text == page


@pytest.mark.parametrize("content", [b"", b" \r\n\t "])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match="is empty"):
        decode("a.txt", content)


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(DocumentError, match="binary"):
        decode("a.txt", b"words\x00\x00words")


# Format.


@pytest.mark.parametrize(
    "start",
    [
        "",
        "\n  ",
        "\ufeff",
        "<?xml version='1.0'?>\n",
        "<!-- saved from a page -->\n",
        "<!-- a --><!-- b -->",
    ],
)
def test_a_page_is_a_page_whatever_its_suffix(start: str) -> None:
    assert decode("a.txt", (start + PAGE).encode()).format == "html"


def test_markdown_that_opens_with_a_tag_stays_markdown() -> None:
    assert decode("a.md", PAGE.encode()).format == "markdown"


def test_text_that_merely_names_a_tag_stays_text() -> None:
    assert decode("a.txt", b"The <html> element opens a page.").format == "text"


def test_many_comments_before_a_text_are_passed_over() -> None:
    """So many that a search that tries each twice would not end."""
    assert decode("a.txt", b"<!-- a -->\n" * 20_000 + b"text").format == "text"


def test_identity_is_content() -> None:
    first, second = decode("a.txt", b"same words"), decode("b.txt", b"same words")
    assert first.digest == second.digest == digest(b"same words")
    assert decode("a.txt", b"other words").digest != first.digest


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b"# One\n\ntwo words"), ("a.md", b"# One\n\ntwo words"), ("a.html", PAGE.encode())],
)
def test_each_format_has_its_parser(name: str, content: bytes) -> None:
    _, parsed = parse(Blob(name, Path(name), content))
    texts = [block.text for block in parsed.blocks]
    wanted = {"a.txt": "# One", "a.md": "One", "a.html": "Kites need wind."}
    assert wanted[name] in texts
