"""What an installation can be told: from the command line or from ``ADREF_...`` variables."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

MEGABYTE = 1024 * 1024
_PREFIX = "adref_"


class PlainError(Exception):
    """Why something cannot be done, in one sentence for who asked for it."""


class Settings(BaseModel):
    """Where the data lies, where the server listens, and its limits."""

    model_config = ConfigDict(frozen=True)

    data: Path
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str | None = None
    """What people type to get here, when it is not ``http://host:port`` (a proxy with TLS)."""
    database_url: str | None = None
    """PostgreSQL (``postgresql://...``), for several machines; else a file in ``data``."""
    redis_url: str | None = None
    """Redis (``redis://...``), by which several processes tell each other what is new."""
    metrics: str | None = None
    """``host:port`` where figures for the operator are served; nowhere if it is not given."""
    static: Path = Path(__file__).parent / "static"
    text_limit: int = 20 * MEGABYTE
    """Bytes (UTF-8) of a source that may be imported."""
    file_limit: int = 50 * MEGABYTE
    """Bytes of a file that may be brought in (a Word file, mostly pictures)."""
    body_limit: int = 2 * MEGABYTE
    """Bytes of any other request."""
    seat_days: int = 180
    """How long a browser remembers its seat."""
    failures_a_minute: int = 30
    """Wrong links that one address may try."""
    joins_a_minute: int = 120
    """People who may come in through one link: a whole room does so at once."""

    @model_validator(mode="before")
    @classmethod
    def _from_surroundings(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What is not given may stand in ``ADREF_...``."""
        # Not pydantic-settings: of a start it took longer than all of the socket's own code.
        found = {name.lower().removeprefix(_PREFIX): words for name, words in os.environ.items()
                 if name.lower().startswith(_PREFIX)}  # fmt: skip
        return {name: words for name, words in found.items() if name in cls.model_fields} | given

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise ValueError("an address such as https://adref.example.org is needed")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme not in ("postgresql", "postgres"):
            raise ValueError("a database such as postgresql://user@host/adref is needed")
        return value or None

    @field_validator("redis_url")
    @classmethod
    def _a_redis(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme not in ("redis", "rediss", "unix"):
            raise ValueError("a Redis such as redis://host:6379/0 is needed")
        return value or None

    @field_validator("metrics")
    @classmethod
    def _a_port(cls, value: str | None) -> str | None:
        host, _, port = (value or "").rpartition(":")
        if value and not (host and port.isdigit() and int(port) < 65_536):
            raise ValueError("an address such as 127.0.0.1:9464 is needed for the figures")
        return value or None

    @model_validator(mode="after")
    def _redis_beside_a_database(self) -> "Settings":
        if self.redis_url and not self.database_url:
            raise ValueError("Redis is of use only with a PostgreSQL database")
        return self

    @property
    def is_begun(self) -> bool:
        """Whether there may be an installation: one in PostgreSQL is only known when asked."""
        return self.database_url is not None or self.database.exists()

    @property
    def base_url(self) -> str:
        """The start of every link that is handed out."""
        if self.public_url:
            return self.public_url
        host = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach this installation through TLS."""
        return self.base_url.startswith("https:")

    @property
    def database(self) -> Path:
        """The file that holds everything but the secret."""
        return self.data / "adref.db"

    @property
    def secret_file(self) -> Path:
        """The secret from which links are made; kept beside the database, never in it."""
        return self.data / "secret.key"
