"""Codes such as those of standards, one however they are written: GB50300, GB 50300, GB/T 50300.

Pure. A code is a few letters and a number, in the normal form, without what lies between.
"""

import re

_CODE = re.compile(r"([a-z]{2,5}?)(t?)(\d{2,}(?:\.\d+)?)")
_LETTERS = re.compile(r"[a-z]{2,5}")


def is_code(token: str) -> bool:
    return _CODE.fullmatch(token) is not None


def joined(letters: str, number: str) -> list[str]:
    """The code that two neighbouring words make, with the T of a recommended standard and without;
    nothing where they make none."""
    if _LETTERS.fullmatch(letters) is None:
        return []
    code = _CODE.fullmatch(letters + number)
    if code is None:
        return []
    return list(dict.fromkeys([letters + number, code[1] + code[3]]))


def parts(word: str) -> list[str]:
    """Of a code written as one word: its letters, its number, and it without the T; else
    nothing."""
    code = _CODE.fullmatch(word)
    if code is None:
        return []
    letters, mark, number = code.groups()
    shorter = [letters + number] if mark else []
    return [letters + mark, f"{letters}{mark}_", number, *shorter]
