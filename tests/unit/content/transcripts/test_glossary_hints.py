"""What the machine misheard is offered as the term it sounds like; what is right is left alone."""

from content.transcripts.glossary_hints import Glossary, Hint

GLOSSARY = Glossary(
    [
        ("装配式建筑", "装配式", "预制装配建筑", "prefabricated building"),
        ("套筒灌浆", "灌浆套筒"),
        ("BIM", "Bim model"),
        ("叠合板",),
    ]
)


def test_form_beside_the_term_is_offered() -> None:
    assert GLOSSARY.hints("先做灌浆套筒。") == [Hint(2, "灌浆套筒", "套筒灌浆")]


def test_what_sounds_like_a_term_is_offered() -> None:
    assert GLOSSARY.hints("这叫蝶和板") == [Hint(2, "蝶和板", "叠合板")]


def test_syllables_that_many_speakers_do_not_tell_apart_count_as_alike() -> None:
    assert GLOSSARY.hints("庄配是建祖") == [Hint(0, "庄配是建祖", "装配式建筑")]


def test_term_and_its_short_form_are_right_as_they_stand() -> None:
    assert GLOSSARY.hints("装配式建筑又叫装配式，套筒灌浆") == []


def test_translation_is_no_mistake() -> None:
    assert GLOSSARY.hints("a prefabricated building") == []


def test_latin_forms_are_whole_words() -> None:
    glossary = Glossary([("PPVC", "PVVC")])
    assert glossary.hints("the pvvc way, notpvvc") == [Hint(4, "pvvc", "PPVC")]


def test_empty_glossary_has_nothing_to_say() -> None:
    assert Glossary([]).hints("质量") == []


def test_mishearing_is_offered_whatever_its_script_and_length() -> None:
    glossary = Glossary(
        [("BIM", "建筑信息模型"), ("双T板",)], [("BIM", ("比姆",)), ("双T板", ("T板",))]
    )
    assert glossary.hints("用比姆建模") == [Hint(1, "比姆", "BIM")]
    assert glossary.hints("吊一块T板") == [Hint(3, "T板", "双T板")]
    assert glossary.hints("用BIM吊双T板") == []


def test_mishearing_of_two_terms_belongs_to_the_first() -> None:
    glossary = Glossary([], [("饱满度", ("保满度",)), ("饱和度", ("保满度",))])
    assert [hint.term for hint in glossary.hints("看保满度")] == ["饱满度"]
