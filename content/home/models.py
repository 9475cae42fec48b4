"""The home page of each language, plain pages, and what a site says of itself."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page

from content.articles.blocks import ArticleBody
from content.articles.models import ArticlePage
from content.core.pages import BasePage

if TYPE_CHECKING:
    from django.http import HttpRequest


class HomePage(BasePage):
    """The entrance in one language: one a language, at the root of that language's tree."""

    lead_article = models.ForeignKey(
        ArticlePage,
        verbose_name=_("lead article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Leave empty to lead with the newest article."),
    )
    search_examples = models.TextField(
        _("examples of what to search for"),
        blank=True,
        help_text=_("One a line, five at most; each becomes a link under the search box."),
    )

    content_panels = (
        *BasePage.content_panels,
        FieldPanel("lead_article"),
        FieldPanel("search_examples"),
    )
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self) -> None:
        super().clean()
        others = HomePage.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        if self.locale_id is not None and others.exists():
            raise ValidationError(_("This language has a home page already."))

    def route(self, request: "HttpRequest", path_components: list[str]) -> Any:
        """Straight to a page far below: two queries, not two for each level on the way."""
        if len(path_components) > 1:
            below = Page.objects.descendant_of(self).live().filter(
                # The slug is what is indexed; the whole address is what counts.
                slug=path_components[-1], url_path=f"{self.url_path}{'/'.join(path_components)}/"
            )  # fmt: skip
            found = below.first()
            if found is not None:
                return found.specific.route(request, [])
        return super().route(request, path_components)

    @property
    def examples(self) -> list[str]:
        lines = (line.strip() for line in self.search_examples.splitlines())
        return [line for line in lines if line][:5]

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.home.selectors import home_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(home_context(request, self))
        return context


class SectionPage(BasePage):
    """A plain page, with pages below it where wanted: about us, how to take part, privacy."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)

    content_panels = (
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    )
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["home.SectionPage"]
    template = "home/section_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An inner import: selectors read these models.
        from content.home.selectors import section_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(section_context(request, self))
        return context


@register_setting(icon="site", order=100)
class SiteSettings(BaseSiteSetting):
    """Who runs the site and how to reach them; shown at the foot of every page."""

    name_zh = models.CharField(_("name (Chinese)"), max_length=120, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    tagline_zh = models.CharField(_("what it is for (Chinese)"), max_length=200, blank=True)
    tagline_en = models.CharField(_("what it is for (English)"), max_length=240, blank=True)
    hotline = models.CharField(_("hotline"), max_length=40, blank=True)
    qq = models.CharField(_("QQ"), max_length=40, blank=True)
    wechat = models.CharField(_("WeChat"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    address_zh = models.CharField(_("address (Chinese)"), max_length=200, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=240, blank=True)
    working_hours_zh = models.CharField(_("working hours (Chinese)"), max_length=120, blank=True)
    working_hours_en = models.CharField(_("working hours (English)"), max_length=120, blank=True)
    icp_filing = models.CharField(
        _("ICP filing number"), max_length=60, blank=True, help_text=_("Such as 浙ICP备00000000号.")
    )
    police_filing = models.CharField(
        _("public security filing number"),
        max_length=60,
        blank=True,
        help_text=_("Such as 浙公网安备 00000000000000号."),
    )

    panels = (
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("tagline_zh"), FieldPanel("tagline_en")]),
            ],
            heading=_("The site"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hotline"), FieldPanel("email")]),
                FieldRowPanel([FieldPanel("qq"), FieldPanel("wechat")]),
                FieldRowPanel([FieldPanel("address_zh"), FieldPanel("address_en")]),
                FieldRowPanel([FieldPanel("working_hours_zh"), FieldPanel("working_hours_en")]),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("icp_filing"), FieldPanel("police_filing")], heading=_("Filing numbers")
        ),
    )

    class Meta:
        verbose_name = _("name, contact and filings")

    def in_language(self, field: str) -> str:
        """`address` gives `address_en` on English pages; the other language where one is empty."""
        order = ("en", "zh") if (get_language() or "").startswith("en") else ("zh", "en")
        texts = [str(getattr(self, f"{field}_{language}")) for language in order]
        return texts[0] or texts[1]
