"""The site around the content: both trees, contact, the home pages' words, the plain pages."""

from typing import Any

from django.utils.html import format_html
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from content.articles.models import ArticlePage
from content.demo.loading.pages import LOCALES, add_page
from content.demo.texts import parse_body, table
from content.home.models import HomePage, SectionPage, SiteSettings
from content.home.services import SiteTrees, create_site
from content.people.models import User

HOSTNAME = "localhost"


def load_site(acting_user: User, port: int) -> SiteTrees:
    """Both trees with their sections, the contact block and the plain pages.

    The port is where the demonstration is served this time; a site on another host keeps its own.
    """
    trees = create_site(acting_user=acting_user, hostname=HOSTNAME, port=port)
    site = Site.objects.get(is_default_site=True)
    if site.hostname == HOSTNAME and site.port != port:
        site.port = port
        site.save()
    _load_settings()
    for row in table("site")["pages"]:
        _load_plain_page(row, trees, acting_user)
    return trees


def indexes_of(trees: SiteTrees, model: type[Any]) -> dict[str, Page]:
    """The section of a kind by language, Chinese first."""
    return {language: trees.section(model, code) for language, code in LOCALES.items()}


def load_home_words(trees: SiteTrees, acting_user: User) -> None:
    """The lead article and the search examples of homes on which nobody has set any."""
    words = table("site")["home"]
    for language, code in LOCALES.items():
        home = HomePage.objects.get(pk=trees.homes[code].pk)
        if home.search_examples or home.lead_article_id:
            continue
        articles = ArticlePage.objects.filter(locale=home.locale, slug=words["lead_article"])
        home.lead_article = articles.first()
        home.search_examples = "\n".join(words[f"examples_{language}"])
        home.save_revision(user=acting_user).publish(user=acting_user)


def _load_settings() -> None:
    """Only what is empty is filled in."""
    site = Site.objects.get(is_default_site=True)
    settings: SiteSettings = SiteSettings.for_site(site)
    for name, value in table("site")["settings"].items():
        if not getattr(settings, name):
            setattr(settings, name, value)
    settings.save()


def _load_plain_page(row: dict[str, Any], trees: SiteTrees, acting_user: User) -> None:
    twin: SectionPage | None = None
    for language, code in LOCALES.items():
        home = trees.homes[code]
        found = SectionPage.objects.child_of(home).filter(slug=row["slug"]).first()
        page = SectionPage(
            title=row[f"title_{language}"],
            slug=row["slug"],
            introduction=row[f"introduction_{language}"],
            body=_body(row[f"body_{language}"]),
        )
        twin = found or add_page(home, page, acting_user=acting_user, twin=twin)


def _body(text: str) -> list[tuple[str, Any]]:
    return [
        (block.kind, RichText(format_html("<p>{}</p>", block.parts[0])))
        if block.kind == "paragraph"
        else (block.kind, block.parts[0])
        for block in parse_body(text)
    ]
