"""What the head and the foot of every page show: menus, languages, contact.

Tags: `main_menu`, `footer_menu`, `home_url`, `language_links`, `site_contact`.
"""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page, Site

from content.core.audience import admits
from content.core.viewers import viewer_of_request

register = template.Library()
_TAGS = {"zh-hans": "zh-Hans", "en": "en"}
_NAMES = {"zh-hans": "中文", "en": "English"}


@dataclass(frozen=True)
class MenuItem:
    """`current_kind` is what aria-current says: "page" on the page itself, "true" below it."""

    title: str
    url: str
    current_kind: str = ""

    @property
    def is_current(self) -> bool:
        return bool(self.current_kind)


@dataclass(frozen=True)
class LanguageLink:
    code: str
    tag: str
    name: str
    url: str
    absolute_url: str
    is_current: bool
    is_available: bool


@dataclass(frozen=True)
class ContactLine:
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Contact:
    """The foot of the page; what is empty is left out."""

    site_name: str = ""
    tagline: str = ""
    lines: tuple[ContactLine, ...] = ()
    filings: tuple[ContactLine, ...] = field(default=())


def _root(request: HttpRequest | None) -> Page | None:
    """The home page in the language of the interface."""
    site = Site.find_for_request(request) if request is not None else None
    if site is None:
        return None
    root = site.root_page
    language = get_language()
    translation = (
        root.get_translations(inclusive=True).filter(locale__language_code=language).first()
    )
    return translation or root


@register.simple_tag(takes_context=True)
def main_menu(context: dict[str, Any]) -> list[MenuItem]:
    """Live pages right below home that are to show in menus and admit the reader."""
    request = context.get("request")
    root = _root(request)
    if root is None or request is None:
        return []
    viewer = viewer_of_request(request)
    here = context.get("page")
    items = []
    for page in root.get_children().live().in_menu().specific():
        audiences = page.audiences() if hasattr(page, "audiences") else ()
        if admits(viewer, *audiences):
            items.append(MenuItem(page.title, page.get_url(request), _current(page, here)))
    return items


def _current(page: Page, here: object) -> str:
    if not isinstance(here, Page) or not (here.path or "").startswith(page.path):
        return ""
    return "page" if here.path == page.path else "true"


@register.simple_tag(takes_context=True)
def footer_menu(context: dict[str, Any]) -> list[MenuItem]:
    return []


@register.simple_tag
def home_url() -> str:
    return f"/{get_language() or settings.LANGUAGE_CODE}/"


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[LanguageLink]:
    """The same page in each language, or that language's home where it has none."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    urls = _page_urls(request, page) if isinstance(page, Page) and page.pk else None
    links = []
    for code, _label in settings.LANGUAGES:
        if urls is None:
            url, available = translate_url(request.get_full_path(), code), False
        else:
            url, available = urls.get(code, f"/{code}/"), code in urls
        links.append(
            LanguageLink(
                code=code,
                tag=_TAGS.get(code, code),
                name=_NAMES.get(code, code),
                url=url,
                absolute_url=request.build_absolute_uri(url),
                is_current=code == get_language(),
                is_available=available,
            )
        )
    return links


def _page_urls(request: HttpRequest, page: Page) -> dict[str, str]:
    pages = page.get_translations(inclusive=True).live().select_related("locale")
    found = {other.locale.language_code: other.get_url(request) for other in pages}
    return {code: url for code, url in found.items() if url}


@register.simple_tag(takes_context=True)
def site_contact(context: dict[str, Any]) -> Contact:
    return Contact()
