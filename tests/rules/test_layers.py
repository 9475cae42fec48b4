"""The import layers, read with nothing but the standard library (import-linter's twin)."""

import tomllib

import pytest

from tests.rules.source import ROOT, files, imports, module_name


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


def layer_of(module: str, layers: list[str]) -> int | None:
    for number, layer in enumerate(layers):
        if module == layer or module.startswith(layer + "."):
            return number
    return None


def lines() -> list[list[str]]:
    result = []
    for contract in contracts():
        if contract["type"] == "layers":
            inside = "".join(f"{name}." for name in contract.get("containers", []))
            result.append([inside + layer for layer in contract["layers"]])
    return result


@pytest.mark.parametrize("layers", lines(), ids=lambda layers: " > ".join(layers[:3]))
def test_no_module_imports_from_a_layer_above_its_own(layers: list[str]) -> None:
    upward = []
    for path in files(".py", migrations=True):
        own = layer_of(module_name(path), layers)
        for imported in imports(path):
            other = layer_of(imported, layers)
            if own is not None and other is not None and other < own:
                upward.append(f"{module_name(path)} imports {imported}")
    assert upward == []


def test_every_app_of_content_has_its_place_in_the_line() -> None:
    apps = {path.parent.name for path in (ROOT / "content").glob("*/apps.py")}
    line = next(set(c["layers"]) for c in contracts() if c.get("containers") == ["content"])
    assert apps == line


@pytest.mark.parametrize("engine", ["elasticsearch", "faster_whisper", "whisper"])
def test_an_outside_engine_is_imported_in_exactly_one_file(engine: str) -> None:
    importers = {
        str(path.relative_to(ROOT))
        for path in files(".py")
        # The benchmarks compare with the bare thing.
        if "bench" not in path.parts
        and any(name == engine or name.startswith(engine + ".") for name in imports(path))
    }
    assert len(importers) == 1, importers


def test_content_never_imports_search() -> None:
    assert not [
        path
        for path in files(".py")
        if module_name(path).startswith("content")
        and any(name.split(".")[0] == "search" for name in imports(path))
    ]
