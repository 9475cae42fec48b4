"""Documents and figures in search: from the save to the page on which a word stands."""

import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from content.core.audience import Audience
from content.courses.models import CourseMaterial
from content.jobs.models import Job, JobState
from content.jobs.worker import JobLoop
from content.library.models import CustomDocument
from content.materials.models import MaterialText
from search import backends
from tests.factories.courses import make_course, make_course_page, make_index
from tests.factories.pages import make_indicator, make_site
from tests.factories.people import make_unit
from tests.office_files import make_bomb, make_pptx
from tests.pdf_files import make_pdf
from tests.unit.search.library import index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, settings):
    settings.LECTERN_SEARCH_FILE = tmp_path / "search.sqlite3"
    backends.forget()
    yield
    backends.database_engine().close()
    backends.forget()


def save_document(title: str, name: str, data: bytes, **fields: object) -> CustomDocument:
    fields.setdefault("audience", Audience.public())
    return CustomDocument.objects.create(title=title, file=ContentFile(data, name=name), **fields)


def work() -> None:
    """What a worker does within a few seconds."""
    JobLoop(threading.Event(), lane="materials").drain()
    index(backends.database_engine())


def ask(client: Client, words: str, **parameters) -> dict:
    return client.get("/api/v1/search", {"q": words, **parameters}).json()


def test_a_word_in_a_document_is_found_on_its_page(client: Client) -> None:
    document = save_document("手册", "a.pdf", make_pdf([("Casting",), ("Grouting sleeve",)]))
    work()
    [result] = ask(client, "grouting sleeve")["results"]
    assert (result["kind"], result["id"], result["title"]) == ("document", str(document.pk), "手册")
    [moment] = result["moments"]
    assert (moment["page"], moment["start"]) == (2, None)
    assert moment["url"] == f"{document.url}#page=2"
    assert ask(client, "手册", kind="document")["total"] == 1


def test_a_documents_audience_is_that_of_its_words(client: Client) -> None:
    data = make_pptx(("模数协调", "三百毫米"))
    save_document("内部资料", "a.pptx", data, audience=Audience.employees())
    work()
    answer = ask(client, "模数协调")
    assert (answer["total"], answer["results"]) == (0, [])
    assert not any(answer["facets"].values())


def test_a_found_document_leads_to_the_course_it_belongs_to(client: Client) -> None:
    course = make_course(recordings=[], audience=Audience.public())
    page = make_course_page(course, make_index(), title="质量提升班")
    document = save_document("讲义", "a.pdf", make_pdf([("Casting",), ("Grouting sleeve",)]))
    CourseMaterial.objects.create(course=course, document=document)
    work()
    [result] = ask(client, "grouting sleeve")["results"]
    assert result["places"] == [{"title": "质量提升班", "url": f"{page.url}#materials"}]
    assert result["moments"][0]["url"] == f"{document.url}#page=2"
    shown = client.get("/zh-hans/search/", {"q": "grouting sleeve"}).content.decode()
    assert f'<a href="{page.url}#materials">质量提升班</a>' in shown
    course.audience = Audience.employees()
    course.save()
    [result] = ask(client, "grouting sleeve")["results"]
    assert result["places"] == []


def test_a_replaced_file_is_read_anew_and_a_copy_is_not_read_again(client: Client) -> None:
    data = make_pptx(("模数", "旧的内容"))
    document = save_document("资料", "a.pptx", data)
    save_document("副本", "b.pptx", data)
    work()
    assert MaterialText.objects.count() == 1
    assert ask(client, "旧的内容")["total"] == 2
    document.file = ContentFile(make_pptx(("模数", "崭新条文")), name="c.pptx")
    document._set_document_file_metadata()
    document.save()
    work()
    assert ask(client, "崭新条文")["total"] == 1
    assert ask(client, "旧的内容")["total"] == 1
    document.delete()
    work()
    assert ask(client, "崭新条文")["total"] == 0
    assert MaterialText.objects.count() == 1


def test_a_bomb_is_reported_and_its_title_is_found_all_the_same(client: Client) -> None:
    save_document("坏文件", "a.docx", make_bomb())
    work()
    job = Job.objects.get(kind="read_material")
    assert (job.state, bool(job.problem)) == (JobState.FAILED, True)
    assert ask(client, "坏文件")["total"] == 1
    assert MaterialText.objects.get().problem == "too_heavy"


def test_a_figure_is_found_by_name_and_unit_in_both_languages(client: Client) -> None:
    make_site()
    unit = make_unit()
    make_indicator("new-starts", name_zh="新开工装配式建筑面积", name_en="New prefabricated starts")
    make_indicator("new-starts", name_zh="新开工装配式建筑面积", unit=unit)
    work()
    [result] = ask(client, "新开工装配式建筑面积", kind="figure")["results"]
    assert result["id"] == "new-starts"
    assert "?as_of=2025-11-30" in result["url"]
    assert client.get(result["url"].partition("?")[0]).status_code == 200
    assert ask(client, "prefabricated starts")["results"][0]["kind"] == "figure"
    assert ask(client, "新开工")["facets"]["unit"] == {unit.code: 1}
