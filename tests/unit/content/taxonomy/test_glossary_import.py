"""A glossary from a spreadsheet: all of it, or the reasons row by row and nothing."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from content.core.tables import TableError
from content.taxonomy.glossary_import import judge, read_glossary
from content.taxonomy.models import GlossaryTerm
from tests.factories.people import make_unit, make_user

pytestmark = pytest.mark.django_db

HEADER = "术语,英文,缩写,其他写法,误听误写,单位,释义（中文）\n"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def place(name: str) -> str:
    return reverse(GlossaryTerm.snippet_viewset.get_url_name(name))


def send(client: Client, text: str | bytes, name: str = "terms.csv"):
    data = text.encode() if isinstance(text, str) else text
    return client.post(place("import"), {"file": SimpleUploadedFile(name, data)})


def problems(text: str, tmp_path: Path) -> list[tuple[int, str]]:
    path = tmp_path / "terms.csv"
    path.write_text(text)
    return list(judge(read_glossary(path)).problems)


def test_row_becomes_a_term_with_forms_mishearings_and_units(editor: Client) -> None:
    unit = make_unit(code="HN-ZJJ", name_zh="海宁市住建局", name_en="Haining")
    other = make_unit(code="PH-ZJJ", name_zh="平湖市住建局", name_en="Pinghu")
    row = "双T板,double-T slab,DT,双T楼板；双T形板,双梯板、双踢板,海宁市住建局;ph-zjj,两条肋\n"
    assert send(editor, HEADER + row).url == place("list")
    term = GlossaryTerm.objects.get()
    assert term.forms() == ("双T板", "double-T slab", "DT", "双T楼板", "双T形板")
    assert term.only_misheard() == ("双梯板", "双踢板")
    assert set(term.units.all()) == {unit, other}
    assert term.explanation_zh == "两条肋"
    assert ModelLogEntry.objects.get(action="wagtail.create").object_id == str(term.pk)


def test_spreadsheet_with_english_names_of_columns_is_read_as_well(editor: Client) -> None:
    book = openpyxl.Workbook()
    for line in (["Term", "English", "Mis-hearings"], ["灌浆套筒", "grouting sleeve", "灌将套筒"]):
        book.worksheets[0].append(line)
    file = BytesIO()
    book.save(file)
    send(editor, file.getvalue(), "Terms.XLSX")
    assert GlossaryTerm.objects.get().all_forms() == ("灌浆套筒", "grouting sleeve", "灌将套筒")


def test_term_that_is_there_gains_and_loses_nothing(editor: Client) -> None:
    term = GlossaryTerm.objects.create(term="装配率", variants="预制率", explanation_zh="评分")
    unit = make_unit()
    term.units.add(unit)
    row = "术语,其他写法\n装配率,组装率\n"
    send(editor, row)
    send(editor, row)
    term.refresh_from_db()
    assert (term.variants, term.explanation_zh) == ("预制率\n组装率", "评分")
    assert list(term.units.all()) == [unit]
    assert ModelLogEntry.objects.filter(action="wagtail.edit").count() == 1


def test_one_bad_row_and_nothing_is_imported(editor: Client) -> None:
    answer = send(editor, HEADER + "好术语,,,,,,\n坏术语,,,,,没有的单位,\n")
    assert answer.status_code == 200
    assert not GlossaryTerm.objects.exists()
    assert "没有的单位" in answer.content.decode()


def test_every_problem_is_told_with_its_row(tmp_path: Path) -> None:
    make_unit(name_zh="重名", name_en="A")
    make_unit(name_zh="重名", name_en="B")
    GlossaryTerm.objects.create(term="已有", mishearings="以有")
    rows = [
        ",English,,,,,",
        f"{'长' * 81},,,,,,",
        "一次,,,,,,",
        "一次,,,,,,",
        "对,,,对的,对的,,",
        "单位,,,,,重名,",
        f"太长,{'x' * 161},,,,,",
        "已有,,,以有,,,",
    ]
    with override("en"):
        found = problems(HEADER + "\n".join(rows) + "\n", tmp_path)
    assert [line for line, _problem in found] == [2, 3, 5, 6, 7, 8, 9]
    assert found[0][1] == "The term is missing."
    assert found[2][1] == "“一次” stands in row 4 already."


def test_problems_are_told_in_chinese(tmp_path: Path) -> None:
    with override("zh-hans"):
        [(line, problem)] = problems(HEADER + "术语,,,,,无此单位,\n", tmp_path)
    assert (line, problem) == (2, "没有名为“无此单位”的单位。")


@pytest.mark.parametrize("text", ["", "英文\nx\n", "术语,颜色\na,b\n", "PK\x03\x04"])
def test_file_that_is_no_such_table_is_refused_in_words(editor: Client, text: str) -> None:
    for name in ("a.csv", "a.xlsx"):
        answer = send(editor, text, name)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]


def test_large_file_is_imported_with_few_queries_for_judging(
    tmp_path: Path, django_assert_num_queries
) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(HEADER + "".join(f"术语{number},,,,,,\n" for number in range(300)))
    rows = read_glossary(path)
    with django_assert_num_queries(2):
        assert len(judge(rows).terms) == 300


def test_table_without_terms_says_which_column_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("英文\nx\n")
    with pytest.raises(TableError) as refused:
        read_glossary(path)
    assert "术语" in refused.value.messages[0]


def test_who_may_not_change_the_glossary_does_not_import(client: Client) -> None:
    client.force_login(make_user(is_staff=True))
    assert send(client, HEADER).status_code in {302, 403}
    assert client.get(place("import")).status_code in {302, 403}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_columns_are_understood_as_the_page_names_them(tmp_path: Path, language: str) -> None:
    with override(language):
        names = [
            gettext(name)
            for name in ("term", "English", "abbreviations", "variants", "mis-hearings", "units")
        ] + [gettext("explanation (Chinese)"), gettext("explanation (English)")]
    path = tmp_path / "terms.csv"
    path.write_text(",".join(names) + "\n一,2,3,4,5,6,7,8\n")
    [row] = read_glossary(path)
    assert sorted(row.values.values()) == sorted("一2345678")
