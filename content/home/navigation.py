"""Where one can go from a page: the menu, the other languages, home. One look-up a request."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page, Site

LANGUAGE_TAGS = {"zh-hans": "zh-Hans", "en": "en"}
_NAMES = {"zh-hans": "中文", "en": "English"}


@dataclass(frozen=True)
class MenuItem:
    """`current_kind` is what aria-current says: this very page, or a page below it."""

    title: str
    url: str
    is_current: bool = False
    current_kind: str = ""


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language; `is_available` false leads to that language's home instead."""

    code: str
    tag: str
    name: str
    url: str
    absolute_url: str
    is_current: bool
    is_available: bool

    @property
    def is_default(self) -> bool:
        return self.code == settings.LANGUAGE_CODE


class Navigation:
    """Built once a request; each part is read from the database when it is first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = get_language() or settings.LANGUAGE_CODE
        self._pages: list[Page] | None = None
        self._asked: set[UUID | None] = set()

    @cached_property
    def _root(self) -> Page | None:
        site = Site.find_for_request(self.request)
        return None if site is None else site.root_page

    def _known(self, key: UUID | None = None) -> list[Page]:
        """The homes, what stands right below them and the pages with this translation key, all
        live: one query for whoever asks first, so the page being shown is best asked for first.
        """
        if self._root is None:
            return []
        if self._pages is None:
            wanted = Q(translation_key__in={key or self._root.translation_key, self._root_key})
            around = self._root.path[: -Page.steplen]
            wanted |= Q(depth=self._root.depth + 1, path__startswith=around)
            pages = Page.objects.live().filter(wanted).select_related("locale").order_by("path")
            self._pages, self._asked = list(pages), {key, self._root_key}
        elif key is not None and key not in self._asked:
            pages = Page.objects.live().filter(translation_key=key).select_related("locale")
            return list(pages)
        return self._pages

    @property
    def _root_key(self) -> UUID | None:
        return None if self._root is None else self._root.translation_key

    def _in_each_language(self, key: UUID | None) -> dict[str, Page]:
        pages = (page for page in self._known(key) if page.translation_key == key)
        return {page.locale.language_code: page for page in pages}

    @cached_property
    def homes(self) -> dict[str, Page]:
        """The live home page of each language."""
        return self._in_each_language(self._root_key)

    @property
    def home(self) -> Page | None:
        return self.homes.get(self.language) or next(iter(self.homes.values()), None)

    def home_url(self) -> str:
        return self._url(self.home) if self.home else "/"

    @cached_property
    def _sections(self) -> list[Page]:
        """The live pages right below home."""
        home = self.home
        return [] if home is None else [page for page in self._known() if page.is_child_of(home)]

    @cached_property
    def menu(self) -> tuple[MenuItem, ...]:
        """The sections that an editor has put into the menu."""
        return tuple(self._item(page) for page in self._sections if page.show_in_menus)

    @cached_property
    def footer(self) -> tuple[MenuItem, ...]:
        """The sections that stand in no menu: about us, privacy, and the like."""
        return tuple(self._item(page) for page in self._sections if not page.show_in_menus)

    def section(self, model: type[Page]) -> MenuItem | None:
        """The first section of a kind, where there is one."""
        wanted = ContentType.objects.get_for_model(model)
        found = (page for page in self._sections if page.content_type_id == wanted.pk)
        return next((self._item(page) for page in found), None)

    def languages(self, page: Page | None) -> tuple[LanguageLink, ...]:
        """`page` is the Wagtail page being shown, None on any other address."""
        found = self._translated_addresses() if page is None else self._translations(page)
        return tuple(self._link(code, found.get(code, "")) for code, _name in settings.LANGUAGES)

    def _item(self, page: Page) -> MenuItem:
        url, path = self._url(page), self.request.path
        return MenuItem(
            title=page.title,
            url=url,
            is_current=path.startswith(url),
            current_kind="page" if path == url else "true",
        )

    def _translations(self, page: Page) -> dict[str, str]:
        pages = self._in_each_language(page.translation_key)
        return {language: self._url(one) for language, one in pages.items()}

    def _translated_addresses(self) -> dict[str, str]:
        """For addresses that are no page: those under a language's prefix exist in each."""
        here = self.request.get_full_path()
        found = {code: translate_url(here, code) for code, _name in settings.LANGUAGES}
        return found if len(set(found.values())) == len(found) else {self.language: here}

    def _link(self, code: str, url: str) -> LanguageLink:
        fallback = self._url(self.homes[code]) if code in self.homes else f"/{code}/"
        return LanguageLink(
            code=code,
            tag=LANGUAGE_TAGS.get(code, code),
            name=_NAMES.get(code, code),
            url=url or fallback,
            absolute_url=self.request.build_absolute_uri(url or fallback),
            is_current=code == self.language,
            is_available=bool(url),
        )

    def _url(self, page: Page) -> str:
        return page.get_url(self.request) or "/"


def navigation_of(request: HttpRequest) -> Navigation:
    """The request's navigation, made once and kept on it."""
    kept: Navigation | None = getattr(request, "_lectern_navigation", None)
    if kept is None or kept.language != get_language():
        kept = Navigation(request)
        request._lectern_navigation = kept  # type: ignore[attr-defined]  # a cache for one request
    return kept
