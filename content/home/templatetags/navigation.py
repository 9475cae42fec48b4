"""The header, the footer and the head of every page ask here where one can go."""

from django import template
from django.template.context import Context
from wagtail.models import Page

from content.home.contact import Contact, contact_of
from content.home.models import SiteSettings
from content.home.navigation import LanguageLink, MenuItem, navigation_of

register = template.Library()


@register.simple_tag(takes_context=True)
def home_url(context: Context) -> str:
    """The address of home in the language of the page."""
    request = context.get("request")
    return "/" if request is None else navigation_of(request).home_url()


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> tuple[MenuItem, ...]:
    request = context.get("request")
    return () if request is None else navigation_of(request).menu


@register.simple_tag(takes_context=True)
def footer_menu(context: Context) -> tuple[MenuItem, ...]:
    """The pages below home that stand in no menu of the header: about us, privacy, and so on."""
    request = context.get("request")
    return () if request is None else navigation_of(request).footer


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> tuple[LanguageLink, ...]:
    """Every language of the site; see `LanguageLink`."""
    request = context.get("request")
    if request is None:
        return ()
    page = context.get("page")
    return navigation_of(request).languages(page if isinstance(page, Page) and page.pk else None)


@register.simple_tag(takes_context=True)
def site_contact(context: Context) -> Contact | None:
    """The contact block of this site."""
    request = context.get("request")
    return None if request is None else contact_of(SiteSettings.for_request(request))
