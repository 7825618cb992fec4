import json
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from hatch_build import fingerprint

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(item.name): str(item.specifier).removeprefix("==") for item in wanted}


def test_every_dependency_is_pinned_to_a_version_that_is_allowed() -> None:
    pinned = pins("requirements.txt")
    for line in PROJECT["project"]["dependencies"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), line


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-build.txt", "requirements-test.txt"]
)
def test_pins_are_names_and_versions_only(name: str) -> None:
    assert all(pins(name).values())
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_the_lock_of_the_front_end_has_no_addresses_of_packages() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, item in lock["packages"].items() if "resolved" in item] == []


def test_the_fingerprint_changes_with_sources_and_not_with_tests(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.ts").write_text("one")
    first = fingerprint(tmp_path)
    (tmp_path / "src" / "main.test.ts").write_text("a test")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "module.js").write_text("a module")
    assert fingerprint(tmp_path) == first
    (tmp_path / "src" / "main.ts").write_text("two")
    assert fingerprint(tmp_path) != first


@pytest.mark.parametrize(
    ("fixture", "shipped"),
    [("negotiation.md", "negotiation.md"), ("negotiation.parties.json", "parties.json")],
)
def test_the_demonstration_ships_the_text_of_the_tests(fixture: str, shipped: str) -> None:
    demo = ROOT / "adref" / "server" / "demo"
    assert (demo / shipped).read_text() == (ROOT / "fixtures" / fixture).read_text()
