from pathlib import Path

import pytest
from pydantic import ValidationError

from adref.server.config import Settings


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
    with pytest.raises(ValidationError, match="an address such as"):
        Settings(data=tmp_path, public_url=wrong)


def test_settings_may_come_from_the_surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADREF_PUBLIC_URL", "https://adref.example.org")
    monkeypatch.setenv("ADREF_SEAT_DAYS", "7")
    settings = Settings(data=tmp_path)
    assert settings.is_https
    assert settings.seat_days == 7
