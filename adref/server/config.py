"""What an installation can be told: from the command line or from ``ADREF_...`` variables."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MEGABYTE = 1024 * 1024


class PlainError(Exception):
    """Why something cannot be done, in one sentence for who asked for it."""


class Settings(BaseSettings):
    """Where the data lies, where the server listens, and its limits."""

    model_config = SettingsConfigDict(env_prefix="ADREF_", frozen=True)

    data: Path
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str | None = None
    """What people type to get here, when it is not ``http://host:port`` (a proxy with TLS)."""
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

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise ValueError("an address such as https://adref.example.org is needed")
        return f"{parts.scheme}://{parts.netloc}"

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
