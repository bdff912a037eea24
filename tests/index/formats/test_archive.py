"""Archives: their members by name, within limits, whatever their directory says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import DocumentError, Skipped
from loccit.index.formats import limits
from loccit.index.formats.archive import members, printable_path
from loccit.index.formats.parsed import Blob
from loccit.index.formats.sniff import binary_format
from loccit.index.sources.load import blobs

BZIP2, LZMA = zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA


def zipped(members_: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members_.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes) -> dict[str, bytes | str]:
    """Members by name: their bytes, or why they are not read."""
    return {
        one.name: one.why if isinstance(one, Skipped) else one.content
        for one in blobs(Blob("z.zip", Path("z.zip"), content))
    }


def patched(content: bytes, offset: int, value: int, size: int) -> bytes:
    """A field of the first entry in an archive's directory changed."""
    at = content.find(b"PK\x01\x02") + offset
    return content[:at] + value.to_bytes(size, "little") + content[at + size :]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, BZIP2, LZMA])
def test_members_come_in_the_order_of_their_names(method: int) -> None:
    data = zipped({"b/c.md": "# B", "a.txt": "A", "b/": "", "x.py": "print()"}, method)
    found = read(data)
    assert list(found) == ["z.zip/a.txt", "z.zip/b/c.md", "z.zip/x.py"]
    assert found["z.zip/b/c.md"] == b"# B"
    assert "'.py', which is not supported" in str(found["z.zip/x.py"])


def test_what_programs_leave_behind_is_passed_over() -> None:
    assert read(zipped({"__MACOSX/._a.txt": "x", ".hid.txt": "x", "a/.b/c.txt": "x"})) == {}


def test_archives_in_archives_are_read_to_a_depth() -> None:
    archive = zipped({"core.txt": "words"})
    for level in range(limits.DEPTH):
        archive = zipped({f"{level}.zip": archive})
    assert read(archive) == {
        "z.zip/2.zip/1.zip/0.zip": "lies more than 2 archives deep; unpack them"
    }
    shallow = zipped({"in.zip": zipped({"core.txt": "words"})})
    assert read(shallow) == {"z.zip/in.zip/core.txt": b"words"}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_path_leads_nowhere_and_steers_nothing(path: str) -> None:
    shown = printable_path(path)
    assert not {"", ".", ".."} & set(shown.split("/")) or shown == ""
    assert not shown.startswith("/")
    assert not any(ord(letter) < 32 or letter in "\u202e\u2066" for letter in shown)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (patched(zipped({"a.txt": "words"}), 8, 1, 2), "is encrypted"),
        (patched(zipped({"a.txt": "words"}), 10, 99, 2), "cannot be unpacked"),
        (patched(zipped({"a.txt": "words"}), 24, 3, 4), "cannot be unpacked"),
        (patched(zipped({"a.txt": "words"}), 24, 9, 4), "not the one that the archive states"),
        (patched(zipped({"a.txt": "words"}), 16, 9, 4), "cannot be unpacked"),
        (patched(zipped({"a.txt": "words"}), 24, 100_000_000, 4), "times its compressed size"),
        (zipped({"a.txt": bytes(5_000_000)}), "times its compressed size"),
    ],
)
def test_a_member_that_lies_is_named(content: bytes, why: str) -> None:
    (member,) = read(content).values()
    assert why in str(member)


def test_a_reason_quotes_no_bytes() -> None:
    archive = zipped({"a.txt": "words"}, zipfile.ZIP_STORED).replace(b"a.txt", b"\x1b[2J\xff", 1)
    (member,) = read(archive).values()
    assert str(member).isprintable()
    assert len(str(member)) < 200


@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [
        ("MEMBERS", 2, "the limit is 2"),
        ("UNPACKED_BYTES", 10, "would unpack to"),
        ("DIRECTORY_BYTES", 100, "a directory of"),
    ],
)
def test_an_archive_beyond_a_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, why: str
) -> None:
    monkeypatch.setattr(limits, limit, value)
    assert why in str(read(zipped({f"{n}.txt": "words" for n in range(3)}))["z.zip"])


def test_all_that_lies_within_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBERS", 5)
    inner = zipped({f"{n}.txt": "words" for n in range(4)})
    contents = read(zipped({"a.zip": inner, "b.zip": inner}))
    assert "in archives within archives" in str(contents["z.zip"])


def test_a_text_in_an_archive_is_no_longer_than_one_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from loccit.index.sources.load import parse

    monkeypatch.setattr(limits, "TEXT_BYTES", 1000)
    (blob,) = blobs(Blob("z.zip", Path("z.zip"), zipped({"a.txt": "words " * 500})))
    assert isinstance(blob, Blob)
    with pytest.raises(DocumentError, match="Split the file"):
        parse(blob)


@pytest.mark.parametrize("cut", range(4, 120, 7))
def test_a_truncated_archive_is_named(cut: int) -> None:
    archive = zipped({"a.txt": "words of some length"})[:-cut]
    assert archive.startswith(b"PK")
    with pytest.raises(DocumentError, match="damaged or truncated zip file"):
        binary_format(archive, ".zip")


def test_members_of_one_name_are_both_given() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "second")
    names = [member.name for member in members(Blob("z", Path("z"), out.getvalue()))]
    assert names == ["z/a.txt"] * 2
