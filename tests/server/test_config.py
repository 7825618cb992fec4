from pathlib import Path
from typing import Any

import pytest

from adref.server.config import PlainError, Settings


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "http://localhost:8000"),
        ({"host": "0.0.0.0", "port": 81}, "http://localhost:81"),
        ({"host": "192.0.2.7"}, "http://192.0.2.7:8000"),
        ({"host": "2001:db8::1"}, "http://[2001:db8::1]:8000"),
        ({"public_url": "https://adref.example.org/"}, "https://adref.example.org"),
    ],
)
def test_links_begin_with_what_people_type(
    tmp_path: Path, given: dict[str, object], expected: str
) -> None:
    assert Settings(data=tmp_path, **given).base_url == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["adref.example.org", "ftp://x", "https://x/path", "https://"])
def test_an_address_that_nobody_can_type_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(PlainError, match="an address such as"):
        Settings(data=tmp_path, public_url=wrong)


def test_settings_may_come_from_the_surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADREF_PUBLIC_URL", "https://adref.example.org")
    monkeypatch.setenv("ADREF_SEAT_DAYS", "7")
    settings = Settings(data=tmp_path)
    assert settings.is_https
    assert settings.seat_days == 7
    assert Settings(data=tmp_path, seat_days=8).seat_days == 8
    monkeypatch.setenv("ADREF_SEAT_DAYS", "a week")
    with pytest.raises(PlainError, match="ADREF_SEAT_DAYS is “a week”"):
        Settings(data=tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"port": 65_536},
        {"database_url": "mysql://x"},
        {"redis_url": "redis://x"},
        {"database_url": "postgresql://x/a", "redis_url": "http://x"},
        {"metrics": "9464"},
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(PlainError):
        Settings(data=tmp_path, **wrong)
