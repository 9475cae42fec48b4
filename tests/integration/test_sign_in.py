"""The one door: by employee number, in both languages, and what keeps guessers out."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "灌浆-饱满-2026"


@pytest.fixture
def person():
    return make_user("H1024", password=PASSWORD, full_name="王海燕")


def _sign_in(client, number="H1024", password=PASSWORD, **extra):
    url = extra.pop("url", "/zh-hans/sign-in/")
    return client.post(url, {"username": number, "password": password, **extra})


def test_an_employee_signs_in_by_number_and_lands_on_their_learning(client, person):
    answer = _sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/zh-hans/me/")
    assert client.get("/zh-hans/me/").status_code == 200


def test_the_plain_address_leads_to_the_door_in_the_readers_language(client):
    answer = client.get("/sign-in/?next=/admin/", headers={"accept-language": "en"})
    assert answer.url == "/en/sign-in/?next=/admin/"
    assert client.get("/sign-in/", headers={"accept-language": "zh-CN"}).url == "/zh-hans/sign-in/"


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "工号"), ("en", "Employee number")])
def test_the_door_speaks_both_languages(client, language, words):
    assert words in client.get(f"/{language}/sign-in/").content.decode()


def test_one_goes_on_where_one_wanted_to_go(client, person):
    answer = _sign_in(client, next="/en/me/?x=1", url="/en/sign-in/")
    assert answer.url == "/en/me/?x=1"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_off_the_site(client, person, target):
    assert _sign_in(client, next=target).url == "/zh-hans/me/"


def test_an_unknown_number_and_a_wrong_password_get_the_same_answer(client, person):
    wrong = _sign_in(client, password="wrong").context["form"].errors
    unknown = _sign_in(client, number="nobody").context["form"].errors
    assert wrong == unknown


def test_signing_in_changes_the_session_and_signing_out_ends_it(client, person):
    client.get("/zh-hans/sign-in/")
    before = client.session.session_key
    _sign_in(client)
    signed_in = client.session.session_key
    assert before != signed_in
    stolen = Client()
    stolen.cookies["sessionid"] = signed_in
    assert client.get("/zh-hans/sign-out/").status_code == 405
    assert client.post("/zh-hans/sign-out/").url == "/zh-hans/"
    assert stolen.get("/zh-hans/me/").status_code == 302


def test_every_other_door_is_closed(client, person):
    assert client.get("/admin/login/").url.endswith("/sign-in/")
    answer = client.post("/admin/login/", {"username": "H1024", "password": PASSWORD})
    assert answer.status_code == 302
    assert "sessionid" not in client.cookies
    assert client.get("/admin/password_reset/").status_code in (302, 404)


def test_guessing_is_paused_for_that_place_and_the_account_works_elsewhere(client, person):
    for _each in range(10):
        answer = _sign_in(client, password="wrong")
    assert answer.status_code == 429
    assert "H1024" not in answer.content.decode()
    assert _sign_in(client).status_code == 429
    victim = Client(REMOTE_ADDR="203.0.113.7")
    assert _sign_in(victim).status_code == 302


def test_a_made_up_address_is_not_believed(client, person):
    for attempt in range(10):
        headers = {"x-forwarded-for": f"198.51.100.{attempt}"}
        answer = client.post(
            "/zh-hans/sign-in/", {"username": "H1024", "password": "wrong"}, headers=headers
        )
    assert answer.status_code == 429


def test_behind_a_proxy_the_last_address_counts(client, person, settings):
    settings.LECTERN_PROXY_COUNT = 1
    for attempt in range(10):
        headers = {"x-forwarded-for": f"198.51.100.{attempt}, 203.0.113.9"}
        answer = client.post(
            "/zh-hans/sign-in/", {"username": "H1024", "password": "wrong"}, headers=headers
        )
    assert answer.status_code == 429
    answer = client.post(
        "/zh-hans/sign-in/",
        {"username": "H1024", "password": PASSWORD},
        headers={"x-forwarded-for": "203.0.113.10"},
    )
    assert answer.status_code == 302


def test_changing_the_password_keeps_this_device_and_signs_out_the_others(client, person):
    other = Client()
    _sign_in(client)
    _sign_in(other)
    new = "装配式-吊装-2027"
    answer = client.post(
        "/zh-hans/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert answer.url == "/zh-hans/me/"
    assert client.get("/zh-hans/me/").status_code == 200
    assert other.get("/zh-hans/me/").status_code == 302


def test_pages_of_ones_own_send_a_visitor_to_the_door_and_back(client):
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for name in ("my_learning", "change_password"):
                url = reverse(name)
                assert client.get(url).url == f"/{language}/sign-in/?next={url}"
