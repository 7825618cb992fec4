"""The walk of docs/http.md, word for word, against a real server."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.server.processes import ROOT, running
from tests.server.test_cli import LINK

TOOLS = str(ROOT / "tests" / "server" / "tools")  # a curl, for machines without
PATHS = {"curl of the machine": (os.environ["PATH"], TOOLS), "ours": (TOOLS, os.environ["PATH"])}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_the_walk_of_the_documentation_works(tmp_path: Path, path: tuple[str, str]) -> None:
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))
    with running("serve", "--data", tmp_path / "data", "--port", 0) as server:
        found = server.read_until(LINK)
        answer = subprocess.run(
            ["sh", "-eu", "-c", script],
            env={
                **os.environ,
                "PATH": os.pathsep.join(path),
                "BASE": found[1],
                "LINK": found[0],
                "JAR": str(tmp_path / "cookies"),
                "OUT": str(tmp_path / "clean.docx"),
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert '{"seq":2,"state":{' in answer.stdout
    assert "[report every two years - Kenya]" in answer.stdout.replace("\\", "")
    assert (tmp_path / "clean.docx").read_bytes().startswith(b"PK")
