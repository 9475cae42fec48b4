"""The languages of documents: what is spoken or written, not how the interface spells it."""


def primary(code: str) -> str:
    """ "zh" for zh-hans, zh_CN and zh: one value to index, to filter by and to count."""
    return code.replace("_", "-").partition("-")[0].lower()
