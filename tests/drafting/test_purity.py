import ast
from pathlib import Path

import pytest

import adref.drafting

SOURCES = sorted(Path(adref.drafting.__path__[0]).glob("*.py"))
ALLOWED = {
    *("abc", "bisect", "collections", "dataclasses", "enum", "functools", "itertools", "json"),
    *("datetime", "hashlib"),  # as values: CLOCKS are not asked
    *("math", "operator", "re", "string", "types", "typing", "unicodedata"),
    *("adref", "diff_match_patch", "markdown_it"),
}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}


def imported(source: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_the_negotiation_knows_no_clock_no_chance_no_file_and_no_server(source: Path) -> None:
    names = imported(source)
    assert {name.split(".")[0] for name in names} <= ALLOWED
    assert not any(name.startswith("adref.server") for name in names)
    tree = ast.parse(source.read_text(encoding="utf-8"))
    assert not CLOCKS & {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    waits = (ast.Await, ast.AsyncFunctionDef)
    assert not any(isinstance(node, waits) for node in ast.walk(tree))
