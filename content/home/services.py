"""Laying out a new site: two trees with their sections, so that no house stands empty."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site

from content.articles.models import ArticleIndexPage
from content.core.pages import BasePage
from content.courses.models import CourseIndexPage
from content.events.models import EventIndexPage
from content.home.models import HomePage
from content.indicators.models import IndicatorsPage
from content.lectures.models import LectureIndexPage
from content.people.models import User

_HOME_TITLES = {"zh-hans": "首页", "en": "Home"}
_HOME_SLUGS = {"zh-hans": "home", "en": "home-en"}


@dataclass(frozen=True)
class Section:
    """A section of the site: what kind of page, its address, and its words in each language."""

    model: type[BasePage]
    slug: str
    titles: dict[str, str]
    introductions: dict[str, str]


SECTIONS = (
    Section(
        ArticleIndexPage,
        "articles",
        {"zh-hans": "宣传", "en": "News"},
        {
            "zh-hans": "各县（市、区）和企业的做法、数字与经验。",
            "en": "What counties and companies do, what it comes to, and what they learnt.",
        },
    ),
    Section(
        LectureIndexPage,
        "lectures",
        {"zh-hans": "讲座", "en": "Lectures"},
        {
            "zh-hans": "每一场讲座都有文字稿，可以搜到讲过的每一句话。",
            "en": "Each lecture has a transcript: every sentence spoken can be found.",
        },
    ),
    Section(
        CourseIndexPage,
        "courses",
        {"zh-hans": "课程", "en": "Courses"},
        {
            "zh-hans": "按课时学习，看过多少、还差多少，都写得明明白白。",
            "en": "Lesson by lesson, with an honest account of what is watched and what is left.",
        },
    ),
    Section(
        EventIndexPage,
        "events",
        {"zh-hans": "活动", "en": "Events"},
        {
            "zh-hans": "讲座、论坛和开放日：什么时候、在哪里、怎么报名。",
            "en": "Lectures, forums and open days: when, where and how to take part.",
        },
    ),
    Section(
        IndicatorsPage,
        "figures",
        {"zh-hans": "数据", "en": "Figures"},
        {
            "zh-hans": "目标、完成与同比，一并公开。",
            "en": "Targets, results and the year before, side by side.",
        },
    ),
)


@dataclass(frozen=True)
class SiteTrees:
    """The home page of each language, by language code; `created` says whether anything was new."""

    homes: dict[str, HomePage]
    created: bool

    def section(self, model: type[BasePage], language: str) -> Page:
        """The section of a kind in a language. Raises LookupError where an editor removed it."""
        found = model.objects.child_of(self.homes[language]).first()
        if found is None:
            raise LookupError(f"no {model.__name__} in {language}")
        return found


@transaction.atomic
def create_site(
    *,
    acting_user: User | None = None,
    hostname: str = "localhost",
    port: int = 80,
    name: str = "讲台 Lectern",
) -> SiteTrees:
    """Make what is missing of both trees and of the site; pages that exist are left as they are.

    The page of welcome that Wagtail's own migrations leave behind is removed.
    """
    pages_before = Page.objects.count()
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _n in _languages()]
    root = Page.get_first_root_node()
    homes: dict[str, HomePage] = {}
    for locale in locales:
        source = next(iter(homes.values()), None)
        homes[locale.language_code] = _home(root, locale, source, acting_user)
    for section in SECTIONS:
        _section(section, homes, acting_user)
    first = homes[settings.LANGUAGE_CODE]
    _site(first, hostname, port, name)
    _remove_welcome()
    return SiteTrees(homes=homes, created=Page.objects.count() > pages_before)


def _languages() -> list[tuple[str, object]]:
    """The default language first: the site's root page is in it."""
    return sorted(settings.LANGUAGES, key=lambda pair: pair[0] != settings.LANGUAGE_CODE)


def _home(root: Page, locale: Locale, source: HomePage | None, user: User | None) -> HomePage:
    found: HomePage | None = HomePage.objects.filter(locale=locale).first()
    if found is not None:
        return found
    _free_slug(_HOME_SLUGS[locale.language_code])
    page = HomePage(
        title=_HOME_TITLES[locale.language_code],
        slug=_HOME_SLUGS[locale.language_code],
        locale=locale,
    )
    if source is not None:
        page.translation_key = source.translation_key
    # Read again: treebeard's parents go stale when a child is added.
    Page.objects.get(pk=root.pk).add_child(instance=page)
    _publish(page, user)
    return page


def _section(section: Section, homes: dict[str, HomePage], user: User | None) -> None:
    source: Page | None = None
    for language, home in homes.items():
        page = section.model.objects.child_of(home).first()
        if page is None:
            page = section.model(
                title=section.titles[language],
                slug=section.slug,
                locale=home.locale,
                introduction=section.introductions[language],
                show_in_menus=True,
            )
            if source is not None:
                page.translation_key = source.translation_key
            HomePage.objects.get(pk=home.pk).add_child(instance=page)
            _publish(page, user)
        source = source or page


def _publish(page: Page, user: User | None) -> None:
    log(instance=page, action="wagtail.create", user=user)
    page.save_revision(user=user).publish(user=user)


def _site(home: HomePage, hostname: str, port: int, name: str) -> None:
    """The default site leads to our home; its address changes only where it was Wagtail's own."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True, hostname=hostname, port=port, site_name=name)
    elif site.root_page_id == home.pk:
        return
    else:
        site.hostname, site.port, site.site_name = hostname, port, site.site_name or name
    site.root_page = home
    site.save()


def _welcome() -> list[Page]:
    """Wagtail's page of welcome: a bare page with no child, which no editor can make."""
    bare = Page.objects.filter(depth=2, content_type__model="page", numchild=0)
    return list(bare.filter(content_type__app_label="wagtailcore"))


def _free_slug(slug: str) -> None:
    """Move the page of welcome off the address that our home is to have."""
    for page in _welcome():
        if page.slug == slug:
            Page.objects.filter(pk=page.pk).update(slug="welcome", url_path="/welcome/")


def _remove_welcome() -> None:
    used = set(Site.objects.values_list("root_page_id", flat=True))
    for page in _welcome():
        if page.pk not in used:
            page.delete()
