"""What the tests of the store share."""

from collections.abc import Iterator

import pytest

from adref.server.store.engine import Engine
from adref.server.store.sql import SqlLog


@pytest.fixture
def log(engine: Engine) -> Iterator[SqlLog]:
    made = SqlLog(engine)
    yield made
    made.close()
