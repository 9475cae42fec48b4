"""Photograph every page type, phone and desktop, both languages, and check each with axe.

    python -m tests.journeys.contact_sheet ADDRESS FOLDER [--user NUMBER --password WORD]

Runs against a site that serves, such as the demonstration; writes one PNG a page and size, a
sheet a size, and exits with 1 when axe finds anything serious or a page answers an error.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.journeys.browser import DESKTOP, PHONE, chromium, serious_problems

LANGUAGES = ("zh-hans", "en")
SIZES: dict[str, ViewportSize] = {
    "desktop": ViewportSize(**DESKTOP),
    "phone": ViewportSize(**PHONE),
}
SEARCHES = {"zh-hans": "装配式", "en": "prefabricated"}
COLUMN_WIDTH = 420


def listing_pages(page: Page) -> Iterator[tuple[str, str]]:
    """Name and address of what the main menu leads to."""
    for number, link in enumerate(page.locator("header nav a").all()):
        yield f"menu-{number}", str(link.get_attribute("href"))


def first_below(page: Page, address: str) -> str | None:
    """The first page inside a listing: its links go deeper than the listing itself."""
    for link in page.locator("main a").all():
        target = str(link.get_attribute("href") or "").split("?")[0]
        if target.startswith(address) and len(target) > len(address):
            return target
    return None


def page_types(page: Page, base: str, language: str) -> dict[str, str]:
    """Every page type of one language's site by walking from its home."""
    found = {"home": f"/{language}/"}
    page.goto(urljoin(base, found["home"]))
    found.update(dict(listing_pages(page)))
    for name, address in list(found.items())[1:]:
        page.goto(urljoin(base, address))
        below = first_below(page, address)
        if below is not None:
            found[f"{name}-item"] = below
            page.goto(urljoin(base, below))
            deeper = first_below(page, below)
            if deeper is not None:
                found[f"{name}-item-part"] = deeper
    found["search"] = f"/{language}/search/?q={SEARCHES[language]}"
    found["search-empty"] = f"/{language}/search/?q=qqqqqq"
    found["search-start"] = f"/{language}/search/"
    found["not-found"] = f"/{language}/nothing-here/"
    found["sign-in"] = "/sign-in/"
    found["learning"] = f"/{language}/me/"
    return found


def sign_in(context: BrowserContext, base: str, user: str, password: str) -> None:
    page = context.new_page()
    page.goto(urljoin(base, "/sign-in/"))
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")
    page.close()


def photograph(page: Page, base: str, address: str, target: Path) -> list[str]:
    """Save one picture; gives what is wrong with the page."""
    answer = page.goto(urljoin(base, address))
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    page.screenshot(path=target, full_page=True)
    wrong = serious_problems(page)
    if answer is not None and answer.status >= 500:
        wrong.append(f"answers {answer.status}")
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if width > 0:
        wrong.append(f"is {width} px wider than the window")
    return wrong


def sheet(pictures: list[Path], target: Path) -> None:
    """All pictures side by side, scaled to one width."""
    shown = []
    for path in pictures:
        with Image.open(path) as picture:
            part = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, 3200)))
            height = round(part.height * COLUMN_WIDTH / part.width)
            shown.append(
                part.resize((COLUMN_WIDTH, height)).crop((0, 0, COLUMN_WIDTH, min(height, 900)))
            )
    columns = 5
    rows = [shown[at : at + columns] for at in range(0, len(shown), columns)]
    heights = [max(part.height for part in row) + 12 for row in rows]
    whole = Image.new("RGB", ((COLUMN_WIDTH + 12) * columns, sum(heights)), "#888888")
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for column, part in enumerate(row):
            whole.paste(part, (column * (COLUMN_WIDTH + 12), top))
        top += height
    whole.save(target)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    with chromium() as browser:
        for size, viewport in SIZES.items():
            for language in LANGUAGES:
                context = browser.new_context(
                    viewport=viewport, locale="zh-CN" if language == "zh-hans" else "en-GB"
                )
                if options.user:
                    sign_in(context, options.base, options.user, options.password)
                page = context.new_page()
                pictures = []
                for name, address in page_types(page, options.base, language).items():
                    target = options.folder / f"{size}-{language}-{name}.png"
                    problems = photograph(page, options.base, address, target)
                    wrong += [f"{size} {address}: {problem}" for problem in problems]
                    pictures.append(target)
                sheet(pictures, options.folder / f"sheet-{size}-{language}.png")
                context.close()
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
