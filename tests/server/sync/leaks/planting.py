"""How a leak is planted: a name, and what is put in the place of what."""

from collections.abc import Callable
from typing import Any

import pytest

Patch = pytest.MonkeyPatch
LEAKS: dict[str, Callable[[Patch], None]] = {}


def leak(plant: Callable[[Patch], None]) -> Callable[[Patch], None]:
    LEAKS[plant.__name__.replace("_", " ")] = plant
    return plant


def instead(patch: Patch, owner: Any, name: str, build: Callable[..., Any]) -> None:
    """``build(former)`` gives the method that takes the place of the former."""
    patch.setattr(owner, name, build(getattr(owner, name)))


def is_private(name: str) -> bool:
    return name.startswith(("party/t/a", "coalition/t/ac"))
