"""The files that both languages run are what the Python reference says today."""

import pytest

from tests.golden.make import FILES, ROOT


@pytest.mark.parametrize("file", FILES)
def test_generated_file_is_current(file):
    written = (ROOT / file).read_text("utf-8")
    assert written == FILES[file](), "run: python -m tests.golden.make"
