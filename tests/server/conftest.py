"""What all tests of the server share: the database engines, started at most once."""

from collections.abc import Iterator

import pytest

from tests.server.engines import Postgres, start_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = start_postgres()
    yield server
    server.close()


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The address of an empty database in PostgreSQL."""
    return postgres.database()
