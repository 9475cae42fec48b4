"""The contact block as the footer shows it: lines with labels and links, and the filings."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from content.home.models import SiteSettings

_ICP_REGISTER = "https://beian.miit.gov.cn/"
_POLICE_REGISTER = "https://beian.mps.gov.cn/#/query/webSearch?code="


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Contact:
    """What is known; `lines` and `filings` hold only what an editor has filled in."""

    site_name: str
    tagline: str
    lines: tuple[Line, ...]
    filings: tuple[Line, ...]


def contact_of(settings: SiteSettings) -> Contact:
    lines = (
        Line(_("Hotline"), settings.hotline, _telephone(settings.hotline)),
        Line(_("QQ"), settings.qq),
        Line(_("WeChat"), settings.wechat),
        Line(_("E-mail"), settings.email, f"mailto:{quote(settings.email, safe='@+')}"),
        Line(_("Address"), settings.in_language("address")),
        Line(_("Working hours"), settings.in_language("working_hours")),
    )
    filings = (
        Line(_("ICP filing"), settings.icp_filing, _ICP_REGISTER),
        Line(
            _("Public security filing"),
            settings.police_filing,
            _POLICE_REGISTER + _digits(settings.police_filing),
        ),
    )
    return Contact(
        site_name=settings.in_language("name"),
        tagline=settings.in_language("tagline"),
        lines=tuple(line for line in lines if line.text),
        filings=tuple(filing for filing in filings if filing.text),
    )


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d+", text))


def _telephone(text: str) -> str:
    """A tel: address where the text is a plain number, nothing where it says more than that."""
    return f"tel:{re.sub(r'[^0-9+]', '', text)}" if re.fullmatch(r"[0-9+() -]+", text) else ""
