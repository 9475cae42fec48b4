"""Who may have the bytes of pictures and documents."""

import pytest
from django.test import Client
from django.urls import reverse

from content.core.audience import Audience
from content.library.models import CustomDocument, CustomImage
from tests.factories.pages import make_document, make_image, picture_bytes
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db


def upload(name: str, content: bytes, content_type: str = "application/octet-stream"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content, content_type=content_type)


def fetch(client: Client, address: str):
    """The answer, read to its end as a browser does."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def test_everyone_may_see_a_public_picture(client: Client):
    response = fetch(client, make_image().get_rendition("width-32").url)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_picture_for_employees_is_not_there_for_the_public(client: Client):
    address = make_image(audience=Audience.employees()).get_rendition("width-32").url
    assert fetch(client, address).status_code == 404
    client.force_login(make_user())
    response = fetch(client, address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_a_picture_that_stops_being_public_is_closed_at_once(client: Client):
    image = make_image()
    address = image.get_rendition("width-32").url
    assert fetch(client, address).status_code == 200
    image.audience = Audience.of_units([make_unit().pk])
    image.save()
    assert fetch(client, address).status_code == 404


def test_the_original_is_for_those_who_may_edit_pictures(client: Client):
    image = make_image()
    assert fetch(client, image.file.url).status_code == 404
    client.force_login(make_user())
    assert fetch(client, image.file.url).status_code == 404
    client.force_login(make_user(is_superuser=True))
    assert fetch(client, image.file.url).status_code == 200


def test_a_document_follows_its_own_audience_wherever_it_is_linked(client: Client):
    document = make_document()
    assert document.url.startswith("/media/documents/")
    assert fetch(client, document.url).status_code == 404
    client.force_login(make_user())
    response = fetch(client, document.url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("inline")


def test_a_document_that_a_browser_might_run_is_saved_instead(client: Client):
    document = make_document(audience=Audience.public(), name="sums.xlsx")
    assert fetch(client, document.url)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["images/none.jpg", "original_images/none.png", "documents/x.pdf"])
def test_what_is_in_no_row_is_not_served(client: Client, path: str):
    assert fetch(client, f"/media/{path}").status_code == 404


def test_there_is_no_second_door_to_documents(client: Client):
    assert fetch(client, f"/documents/{make_document().pk}/notes.pdf").status_code == 404


@pytest.mark.parametrize("name", ["drawing.svg", "page.html"])
def test_what_can_carry_scripts_is_refused(editor: Client, name: str):
    content = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    picture = {"title": "t", "file": upload(name, content), "audience_0": "public"}
    assert editor.post(reverse("wagtailimages:add"), picture).status_code == 200
    document = {"title": "t", "file": upload(name, content), "audience_0": "public"}
    assert editor.post(reverse("wagtaildocs:add"), document).status_code == 200
    assert not CustomImage.objects.exists()
    assert not CustomDocument.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_with_the_limit(editor: Client, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    content = upload("big.png", picture_bytes(100, 100), "image/png")
    response = editor.post(
        reverse("wagtailimages:add"), {"title": "t", "file": content, "audience_0": "public"}
    )
    assert "1000" in response.text
    assert not CustomImage.objects.exists()


def test_an_editor_sees_and_sets_the_audience_of_a_picture(editor: Client):
    image = make_image()
    address = reverse("wagtailimages:edit", args=[image.pk])
    assert 'name="audience_0"' in editor.get(address).text
    root = image.collection_id
    editor.post(address, {"title": "t", "collection": root, "audience_0": "employees"})
    image.refresh_from_db()
    assert image.audience == Audience.employees()


def test_an_editor_sees_and_sets_the_audience_of_a_document(editor: Client):
    document = make_document()
    address = reverse("wagtaildocs:edit", args=[document.pk])
    assert 'name="audience_0"' in editor.get(address).text
    editor.post(
        address, {"title": "t", "collection": document.collection_id, "audience_0": "public"}
    )
    document.refresh_from_db()
    assert document.audience.is_public


def test_a_picture_uploaded_with_an_audience_keeps_it(editor: Client):
    content = upload("new.png", picture_bytes(), "image/png")
    editor.post(
        reverse("wagtailimages:add"), {"title": "t", "file": content, "audience_0": "employees"}
    )
    assert CustomImage.objects.get().audience == Audience.employees()
