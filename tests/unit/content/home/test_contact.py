"""The contact block: only what is known, with links that lead to the right registers."""

from django.utils.translation import override

from content.home.contact import contact_of
from content.home.models import SiteSettings


def test_what_is_empty_is_left_out():
    contact = contact_of(SiteSettings())
    assert contact.lines == ()
    assert contact.filings == ()


def test_a_hotline_can_be_called_and_a_mail_written():
    contact = contact_of(SiteSettings(hotline="0573-8000 0110", email="service@lectern.example"))
    assert [line.url for line in contact.lines] == [
        "tel:057380000110",
        "mailto:service@lectern.example",
    ]


def test_a_hotline_that_says_more_than_a_number_is_not_a_link():
    assert contact_of(SiteSettings(hotline="12345 转 8")).lines[0].url == ""


def test_the_address_is_in_the_language_of_the_page_or_in_the_one_there_is():
    settings = SiteSettings(address_zh="示范路", address_en="Demo Road", working_hours_zh="全天")
    with override("en"):
        assert [line.text for line in contact_of(settings).lines] == ["Demo Road", "全天"]
    with override("zh-hans"):
        assert [line.text for line in contact_of(settings).lines] == ["示范路", "全天"]


def test_filings_lead_to_their_registers():
    settings = SiteSettings(
        icp_filing="浙ICP备00000001号", police_filing="浙公网安备 33040002000001号"
    )
    icp, police = contact_of(settings).filings
    assert icp.url == "https://beian.miit.gov.cn/"
    assert police.url.endswith("code=33040002000001")
