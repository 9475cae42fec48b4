"""People, units and groups in the administration."""

import pytest
from django.contrib.auth.models import Group

from content.people.groups import EDITORS, TRAINING_ADMINISTRATORS, ensure_groups
from content.people.models import Unit, User
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    administrator = make_user(is_superuser=True)
    client.force_login(administrator)
    return administrator


def test_a_person_is_made_with_number_name_and_unit(client, administrator):
    unit = make_unit()
    assert client.get("/admin/users/new/").status_code == 200
    payload = {
        "employee_number": "N7",
        "full_name": "沈𠮷",
        "email": "",
        "unit": unit.pk,
        "password1": "灌浆-饱满-2026",
        "password2": "灌浆-饱满-2026",
    }
    answer = client.post("/admin/users/new/", payload)
    assert answer.status_code == 302, answer.context["form"].errors
    person = User.objects.get(employee_number="N7")
    assert (person.full_name, person.unit) == ("沈𠮷", unit)
    assert person.check_password("灌浆-饱满-2026")


def test_a_person_is_found_by_name_and_edited(client, administrator):
    person = make_user("N8", full_name="陆建国")
    listing = client.get("/admin/users/", {"q": "建国"}).content.decode()
    assert "N8" in listing
    url = f"/admin/users/edit/{person.pk}/"
    assert client.get(url).status_code == 200
    answer = client.post(
        url, {"employee_number": "N8", "full_name": "陆建华", "email": "", "is_active": "on"}
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.full_name == "陆建华"


def test_the_list_of_people_costs_the_same_queries_for_few_and_many(
    client, administrator, django_assert_max_num_queries
):
    unit = make_unit()
    for _each in range(15):
        make_user(unit=unit)
    with django_assert_max_num_queries(25):
        client.get("/admin/users/")


def test_staff_change_their_own_name_in_their_account(client, administrator):
    page = client.get("/admin/account/")
    assert page.status_code == 200
    assert "name_email-full_name" in page.content.decode()


def test_units_are_put_into_the_tree_and_moved_in_it(client, administrator):
    city, other = make_unit(code="city"), make_unit(code="other")
    add = "/admin/snippets/people/unit/add/"
    assert client.get(add).status_code == 200
    fields = {"name_zh": "质量监督站", "name_en": "Quality station", "code": "station"}
    answer = client.post(add, {**fields, "parent": city.pk})
    assert answer.status_code == 302, answer.context["form"].errors
    station = Unit.objects.get(code="station")
    assert station.get_parent() == city
    edit = f"/admin/snippets/people/unit/edit/{station.pk}/"
    assert client.get(edit).status_code == 200
    client.post(edit, {**fields, "parent": other.pk})
    assert Unit.objects.get(code="station").get_parent() == other
    client.post(edit, {**fields, "parent": ""})
    assert Unit.objects.get(code="station").is_root()
    listing = client.get("/admin/snippets/people/unit/")
    assert "质量监督站" in listing.content.decode()


def test_a_unit_cannot_be_put_below_itself(client, administrator):
    city = make_unit(code="city")
    section = make_unit(city, code="section")
    edit = f"/admin/snippets/people/unit/edit/{city.pk}/"
    answer = client.post(
        edit, {"name_zh": "市", "name_en": "City", "code": "city", "parent": section.pk}
    )
    assert answer.status_code == 200
    assert "parent" in answer.context["form"].errors


def test_a_unit_with_people_or_units_below_is_not_deleted_and_says_why(client, administrator):
    city = make_unit(code="city")
    section = make_unit(city, code="section")
    make_user(unit=section)
    for unit in (city, section):
        url = f"/admin/snippets/people/unit/delete/{unit.pk}/"
        answer = client.post(url, follow=True)
        assert answer.status_code == 200
        assert "was not deleted" in answer.content.decode() or "未删除" in answer.content.decode()
    assert Unit.objects.count() == 2


def test_the_two_groups_exist_with_fitting_permissions():
    editor, trainer = make_user(), make_user()
    editor.groups.add(Group.objects.get(name=EDITORS))
    trainer.groups.add(Group.objects.get(name=TRAINING_ADMINISTRATORS))
    for person in (editor, trainer):
        assert person.has_perm("wagtailadmin.access_admin")
        assert person.has_perm("people.see_everything")
        assert person.has_perm("courses.add_course")
    assert trainer.has_perm("people.add_user")
    assert not editor.has_perm("people.add_user")
    assert not editor.has_perm("courses.delete_course")


def test_setting_the_groups_right_again_changes_nothing():
    before = Group.objects.get(name=EDITORS).permissions.count()
    ensure_groups()
    assert Group.objects.get(name=EDITORS).permissions.count() == before
    assert Group.objects.filter(name=EDITORS).count() == 1


def test_an_editor_enters_the_administration_and_an_employee_does_not(client):
    editor = make_user()
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    client.force_login(make_user())
    assert client.get("/admin/").status_code == 302


def test_a_training_administrator_makes_no_superuser_and_touches_none(client):
    chief = make_user("chief", is_superuser=True)
    trainer = make_user()
    trainer.groups.add(Group.objects.get(name=TRAINING_ADMINISTRATORS))
    client.force_login(trainer)
    assert client.get(f"/admin/users/edit/{chief.pk}/").status_code in (302, 403)
    password = "灌浆-饱满-2026"
    payload = {
        "employee_number": "N9",
        "full_name": "甲",
        "is_superuser": "on",
        "password1": password,
        "password2": password,
    }
    assert client.post("/admin/users/new/", payload).status_code == 302
    assert not User.objects.get(employee_number="N9").is_superuser
