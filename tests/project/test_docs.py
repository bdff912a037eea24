"""The links of every Markdown page lead somewhere."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ROOT
from loccit.rag import ModelConfig
from loccit.rag.prose.models.config import load_models

FOLDERS = (".", "docs", "examples", "benchmarks", "tests", ".github")
PAGES = sorted(
    {
        path
        for folder in FOLDERS
        for path in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")
    }
)
ELSEWHERE = ("kept/", "squad2/")
"""Folders of an index and of the public sets."""
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def prose(page: Path) -> str:
    """The text of a page without its code."""
    text = page.read_text(encoding="utf-8")
    return re.sub(r"`[^`\n]*`", "code", re.sub(r"(?ms)^```.*?^```", "", text))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and MkDocs derive them."""
    headings = re.findall(r"(?m)^#+ (.+)$", prose(page))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        target = urlsplit(link)
        if target.scheme:
            assert target.scheme == "https", link
            assert "." in target.netloc, link
            continue
        file = (page.parent / target.path).resolve() if target.path else page
        assert file.exists(), f"{page.name} links to {link}"
        assert file.is_relative_to(ROOT), f"{page.name} links out of the repository: {link}"
        if target.fragment:
            assert target.fragment in anchors(file), f"{file.name} has no heading {target.fragment}"


def test_the_documentation_links_no_file_outside_it() -> None:
    """The built site holds docs/ alone."""
    for page in (ROOT / "docs").rglob("*.md"):
        for link in LINK.findall(prose(page)):
            if not urlsplit(link).scheme and urlsplit(link).path:
                file = (page.parent / urlsplit(link).path).resolve()
                assert file.is_relative_to(ROOT / "docs"), f"{page.name}: {link}"


def test_files_that_pages_name_exist() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    folders = r"docs|tests|benchmarks|examples|text|index|rag|eval|ui|scripts|corpus|\.ci|\.github"
    file = rf"(?!/|{'|'.join(ELSEWHERE)})[\w./-]+/[\w.-]+\.(?:py|jsonl|toml|json)"
    pattern = re.compile(rf"`((?:{folders})/[\w./-]+|{file})`")
    for page in PAGES:
        for name in pattern.findall(page.read_text(encoding="utf-8")):
            places = (ROOT / name, page.parent / name, (ROOT / name).with_suffix(".py"))
            assert any(place.exists() for place in places), f"{page.name} names {name}"


def test_the_settings_of_chat_models_are_listed_and_read(tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to/chat-model.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (`.*?) \|", page)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert listed == [field.name for field in fields(ModelConfig) if field.name != "name"]
    blocks = re.findall(r"(?ms)^```toml\n(.*?)^```", page)
    (tmp_path / "loccit.toml").write_text("\n".join(blocks), encoding="utf-8")
    models = load_models(tmp_path)
    assert models.names == ("local", "gpt", "qwen")
    assert models.default == models.configs[0]
