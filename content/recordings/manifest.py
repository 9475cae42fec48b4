"""The manifest of many recordings: what its columns are called."""

from pathlib import Path

from content.core.tables import TableRow, read_table

COLUMNS = ("file", "title", "speaker", "date", "language", "unit", "audience")
_HEADERS = {
    **{name: name for name in COLUMNS},
    "filename": "file", "path": "file", "文件": "file", "文件名": "file", "录像文件": "file",
    "标题": "title", "题目": "title", "名称": "title",
    "主讲": "speaker", "主讲人": "speaker", "讲师": "speaker",
    "recorded on": "date", "日期": "date", "录制日期": "date", "时间": "date",
    "语言": "language", "语种": "language",
    "单位": "unit", "部门": "unit",
    "可见范围": "audience", "受众": "audience", "范围": "audience",
}  # fmt: skip


def read_manifest(path: Path) -> list[TableRow]:
    """Rows that hold anything. Raises TableError, and OSError where it cannot be opened."""
    return read_table(path, _HEADERS, needed="file")
