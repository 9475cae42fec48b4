"""A thing said in one form is found by another, in every engine."""

import pytest

from search.engines.base import SearchEngine
from tests.contracts.search_documents import ask, groups, spoken, store


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("根据办法第十一条的规定执行", "第11条"),
        ("根据办法第11条的规定执行", "第十一条"),
        ("占比要达到百分之三十以上", "30%"),
        ("占比要达到30%以上", "百分之三十"),
        ("二〇二五年开工的项目", "2025年"),
        ("三十七号令规定了危大工程", "37号令"),
        ("住建部37号令规定了危大工程", "三十七号令"),
        ("按照 GB 50300-2013 验收", "GB50300"),
        ("按照 GB50300 验收", "GB 50300"),
        ("执行 GB/T 50328 的要求", "GBT50328"),
        ("执行 GB/T 50328 的要求", "gb50328"),
    ],
)
def test_numbers_and_codes_are_found_in_whatever_form(
    engine: SearchEngine, said: str, asked: str
) -> None:
    store(engine, spoken("other", "今天讲屋面防水的做法"), spoken("wanted", said))
    assert groups(ask(engine, asked)) == ["recording:wanted"]


def test_a_long_query_finds_its_words_wherever_they_stand(engine: SearchEngine) -> None:
    store(
        engine,
        spoken("wanted", "小区比较老旧，住户想给楼里的电梯加装补贴"),
        spoken("near", "电梯要每年检验一次"),
    )
    assert groups(ask(engine, "老旧小区加装电梯"))[0] == "recording:wanted"


def test_words_that_stand_together_as_asked_come_first(engine: SearchEngine) -> None:
    store(
        engine,
        spoken("apart", "电梯的事情，还有小区里老旧管道的加装"),
        spoken("together", "这一讲说老旧小区加装电梯"),
    )
    assert groups(ask(engine, "老旧小区加装电梯")) == ["recording:together", "recording:apart"]


@pytest.mark.parametrize(
    ("asked", "language"), [("双T板", "zh-hans"), ("double-T slab", "en"), ("雙T板", "zh-hans")]
)
def test_what_was_said_in_both_languages_is_shown_in_that_of_the_query(
    engine: SearchEngine, asked: str, language: str
) -> None:
    store(
        engine,
        spoken("slabs", "今天讲双T板的吊装", "构件厂的门朝南"),
        spoken("slabs", "Today we lift a double-T slab", "The gate looks south", language="en"),
        spoken("other", "屋面防水的做法"),
    )
    same = (("双T板", "double-T slab", "prestressed double tee slab unit"),)
    first = ask(engine, asked, synonyms=same).groups[0]
    assert first.moments[0].language == language
    assert {moment.language for moment in first.moments} == {"zh-hans", "en"}
