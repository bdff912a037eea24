"""The screenshots in docs/images, of the page over the sample corpus.

    python docs/screenshots.py [docs/images]

Needs Playwright and a Chromium (``apt-get install chromium``).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
WIDE = {"width": 1280, "height": 800}
TALL = {"width": 1280, "height": 1330}
GOLD = ROOT / "eval/data/report.jsonl"
PHONE = {"width": 390, "height": 844}
PORT = 7913


def ask(page: Any, question: str) -> Any:
    """Ask, and wait for the answer; its turn."""
    number = page.locator(".turn").count()
    page.get_by_label("Question", exact=True).fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(number)
    turn.locator(".tools").wait_for()
    page.wait_for_timeout(500)
    return turn


def opened(browser: Any, viewport: dict[str, int], scheme: str = "light") -> Any:
    """A new page, its first questions shown."""
    page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.locator("#examples button").nth(1).wait_for()
    return page


def shoot(browser: Any, folder: Path) -> None:
    """Every picture."""
    for scheme in ("light", "dark"):
        page = opened(browser, WIDE, scheme)
        ask(page, "What does Iran fear?").locator("a.cite").first.click()
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=folder / f"answer-{scheme}.png")
    page = opened(browser, WIDE)
    page.screenshot(path=folder / "start.png")
    turn = ask(page, "How wide is the Strait of Hormuz at its narrowest point?")
    page.screenshot(path=folder / "short-answer.png")
    with page.context.expect_page() as new:
        turn.get_by_role("link", name="Open document").first.click()
    new.value.wait_for_load_state()
    new.value.screenshot(path=folder / "document.png")
    printed(page, folder / "printed.png")
    ask(page, "What is the population of Iran?")
    page.screenshot(path=folder / "abstention.png")
    page.get_by_role("tab", name="Documents").click()
    page.get_by_text("passages, indexed").wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=folder / "documents.png")
    page = opened(browser, TALL)
    page.get_by_role("tab", name="Evaluation").click()
    page.locator("#run .curve-plot").wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=folder / "evaluation.png")
    page = opened(browser, PHONE)
    ask(page, "Who leads Iran's team?")
    page.screenshot(path=folder / "phone.png")


def printed(page: Any, file: Path) -> None:
    """A cited page of a PDF as it is printed."""
    turn = ask(page, "When did the Board of Governors approve the Model Additional Protocol?")
    with page.context.expect_page() as new:
        turn.get_by_role("link", name="Open document").first.click()
    new.value.get_by_role("link", name="of the PDF").click()
    new.value.wait_for_load_state("networkidle")
    new.value.screenshot(path=file)


def main() -> None:
    """Serve the sample corpus and take the pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs/images").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(ROOT / "corpus", Path(place, "corpus"))
        loccit = shutil.which("loccit") or "loccit"
        for more in (["--system", "bot:copy-the-passage"], []):
            run = [loccit, "eval", "run", str(GOLD), "--no-judge", *more]
            subprocess.run(run, cwd=place, check=True, stdout=subprocess.DEVNULL)
        command = [loccit, "serve", "--port", str(PORT)]
        server = subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True)
        assert server.stdout
        print(server.stdout.readline().strip())
        try:
            with sync_playwright() as playwright:
                chromium = shutil.which("chromium")
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox"]
                )
                shoot(browser, folder)
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
