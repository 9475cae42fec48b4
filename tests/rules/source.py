"""The project's own source files, as the rules read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "content": ROOT / "content",
    "search": ROOT / "search",
    "lectern": ROOT / "site/lectern",
}
NOT_OURS = {"static", "node_modules", "__pycache__"}


def files(*suffixes: str, migrations: bool = False) -> Iterator[Path]:
    """Files of the shipped packages that end so; build output is left out."""
    for folder in PACKAGES.values():
        for path in sorted(folder.rglob("*")):
            parts = set(path.relative_to(ROOT).parts)
            if path.suffix not in suffixes or not path.is_file():
                continue
            built = path.is_relative_to(PACKAGES["lectern"] / "static")
            if built or "__pycache__" in parts or ("migrations" in parts and not migrations):
                continue
            yield path


def module_name(path: Path) -> str:
    """`content.core.files` for content/core/files.py."""
    relative = path.relative_to(ROOT / "site" if "site" in path.relative_to(ROOT).parts else ROOT)
    parts = relative.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, at its top or inside, relative names made absolute."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
