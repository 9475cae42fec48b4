"""Photograph every page type, phone and desktop, both languages, and check each with axe.

    python -m tests.journeys.contact_sheet ADDRESS FOLDER
        [--user NUMBER] [--staff NUMBER] [--password WORD]

Runs against a site that serves, such as the demonstration; writes one PNG a page and size, a
sheet a size, and exits with 1 when axe finds anything serious or a page answers an error.
With --user a learner is signed in; with --staff the staff's own pages are photographed too.
"""

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.journeys.browser import DESKTOP, PHONE, chromium, serious_problems

LANGUAGES = ("zh-hans", "en")
SIZES: dict[str, ViewportSize] = {
    "desktop": ViewportSize(**DESKTOP),
    "phone": ViewportSize(**PHONE),
}
SEARCHES = {"zh-hans": "装配式", "en": "prefabricated"}
IN_OTHER_DRESS = ("home", "search", "lectures-item")
"""Pages that are photographed in comfort mode and in dark as well."""
COLUMN_WIDTH = 420
TALLEST = 900


@dataclass
class Shoot:
    """One browser context's pictures: where they go, what they are called, what was wrong."""

    base: str
    folder: Path
    prefix: str
    pictures: list[Path] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str, address: str) -> None:
        """Open a page, let its lazy pictures load, photograph and judge it."""
        answer = page.goto(urljoin(self.base, address))
        page.wait_for_load_state("load")
        scroll_through(page)
        target = self.folder / f"{self.prefix}-{name}.png"
        page.screenshot(path=target, full_page=True)
        self.pictures.append(target)
        problems = serious_problems(page)
        if answer is not None and answer.status >= 500:
            problems.append(f"answers {answer.status}")
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            problems.append(f"is {width} px wider than the window")
        self.wrong += [f"{self.prefix} {address}: {problem}" for problem in problems]


def scroll_through(page: Page) -> None:
    """Down to the foot and up again, a window at a time: lazy pictures load when they are near."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, int(height), 700):
        page.evaluate("top => window.scrollTo(0, top)", top)
        page.wait_for_timeout(40)
    page.wait_for_function(
        "[...document.images].every(picture => picture.complete || !picture.src)", timeout=10_000
    )
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(150)


def listing_pages(page: Page) -> dict[str, str]:
    """Name and address of what the main menu leads to."""
    links = page.locator("header .site-nav a").all()
    addresses = [str(link.get_attribute("href")) for link in links]
    return {address.strip("/").split("/")[-1]: address for address in addresses}


def first_below(page: Page, address: str) -> str | None:
    """The first page inside a listing: its links go deeper than the listing itself."""
    for link in page.locator("main a").all():
        target = str(link.get_attribute("href") or "").split("?")[0]
        if target.startswith(address) and target.endswith("/") and len(target) > len(address):
            return target
    return None


def page_types(page: Page, base: str, language: str) -> dict[str, str]:
    """Every page type of one language's site by walking from its home."""
    home = f"/{language}/"
    page.goto(urljoin(base, home))
    found = {"home": home}
    for name, address in listing_pages(page).items():
        found[name] = address
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
    return found


def staff_pages(page: Page, base: str) -> dict[str, str]:
    """The pages on which staff work with recordings, and the page explorer."""
    listing = "/admin/recordings/"
    found = {"desk": "/admin/", "recordings": listing, "upload": f"{listing}new/"}
    page.goto(urljoin(base, "/admin/pages/"))
    page.locator("main a[href^='/admin/pages/']", has_text="首页").first.click()
    found["explorer"] = page.url
    page.goto(urljoin(base, listing))
    link = page.locator(f"main a[href*='{listing}edit/']")
    if link.count():
        found["recording"] = str(link.first.get_attribute("href"))
        number = found["recording"].strip("/").split("/")[-1]
        found["progress"] = f"{listing}{number}/progress/"
    transcripts = "/admin/transcripts/"
    found["transcripts"] = transcripts
    below = first_below(page, transcripts) if page.goto(urljoin(base, transcripts)) else None
    if below is not None:
        found["transcript"] = below
    return found


def sign_in(context: BrowserContext, base: str, user: str, password: str) -> None:
    page = context.new_page()
    page.goto(urljoin(base, "/sign-in/"))
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")
    page.close()


def context_of(browser: Browser, size: str, language: str) -> BrowserContext:
    return browser.new_context(
        viewport=SIZES[size],
        locale="zh-CN" if language == "zh-hans" else "en-GB",
        timezone_id="Asia/Shanghai",
    )


def photograph_site(browser: Browser, options: argparse.Namespace) -> list[str]:
    """Every page type in every size and language, then three in comfort mode and in dark."""
    wrong: list[str] = []
    for size in SIZES:
        for language in LANGUAGES:
            shoot = Shoot(options.base, options.folder, f"{size}-{language}")
            context = context_of(browser, size, language)
            page = context.new_page()
            shoot.take(page, "sign-in", f"/{language}/sign-in/")
            if options.user:
                sign_in(context, options.base, options.user, options.password)
            found = page_types(page, options.base, language)
            if options.user:
                found["learning"] = f"/{language}/me/"
            for name, address in found.items():
                shoot.take(page, name, address)
            chosen = {name: found[name] for name in IN_OTHER_DRESS if name in found}
            photograph_in_other_dress(page, shoot, chosen)
            context.close()
            sheet(shoot.pictures, options.folder / f"sheet-{size}-{language}.png")
            wrong += shoot.wrong
    return wrong


def photograph_in_other_dress(page: Page, shoot: Shoot, chosen: dict[str, str]) -> None:
    """The same person's same pages, first in the dark, then in comfort mode."""
    page.emulate_media(color_scheme="dark")
    for name, address in chosen.items():
        shoot.take(page, f"dark-{name}", address)
    page.emulate_media(color_scheme="light")
    page.goto(urljoin(shoot.base, "/comfort/on/"))
    for name, address in chosen.items():
        shoot.take(page, f"comfort-{name}", address)


def photograph_staff(browser: Browser, options: argparse.Namespace) -> list[str]:
    """The staff's pages, in the language they have chosen, at a desk and on a phone."""
    wrong: list[str] = []
    for size in SIZES:
        shoot = Shoot(options.base, options.folder, f"{size}-staff")
        context = context_of(browser, size, LANGUAGES[0])
        sign_in(context, options.base, options.staff, options.password)
        page = context.new_page()
        for name, address in staff_pages(page, options.base).items():
            shoot.take(page, name, address)
        context.close()
        sheet(shoot.pictures, options.folder / f"sheet-{size}-staff.png")
        wrong += shoot.wrong
    return wrong


def sheet(pictures: list[Path], target: Path) -> None:
    """All pictures side by side, scaled to one width."""
    shown = []
    for path in pictures:
        with Image.open(path) as picture:
            part = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, 3200)))
            height = round(part.height * COLUMN_WIDTH / part.width)
            resized = part.resize((COLUMN_WIDTH, height))
            shown.append(resized.crop((0, 0, COLUMN_WIDTH, min(height, TALLEST))))
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
    parser.add_argument("--staff", default="")
    parser.add_argument("--password", default="")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        wrong = photograph_site(browser, options)
        if options.staff:
            wrong += photograph_staff(browser, options)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
