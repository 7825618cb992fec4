"""``adref brackets`` of several files."""

import json
from pathlib import Path
from xml.etree import ElementTree

from typer.testing import CliRunner

from adref.server.commands import cli

FIXTURE = Path(__file__).parents[2] / "fixtures/negotiation.md"
SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments: object) -> str:
    found = CliRunner().invoke(cli, ["brackets", *map(str, arguments)], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


def files(folder: Path) -> list[Path]:
    sources = [
        "1. Decides [to act] [at once];\n\n2. Notes [it].",
        "1. Decides to act [at once];\n\n2. Notes it. (Agreed)",
        "1. Decides to act; (Agreed)\n\n2. Notes it. (Agreed)",
    ]
    paths = [folder / f"reading-{n} <&>.md" for n in range(1, 4)]
    for path, source in zip(paths, sources, strict=True):
        path.write_text(source, "utf-8")
    return paths


def test_a_history_is_a_table_and_json(tmp_path):
    """[D42] A line for each file, from first to last."""
    paths = files(tmp_path)
    table = run(*paths).splitlines()
    assert table[0].split("  ")[0] == "File"
    assert [line.split()[-5:] for line in table[1:]] == [
        ["3", "0", "5", "0", "2"],
        ["1", "0", "2", "1", "2"],
        ["0", "0", "0", "2", "2"],
    ]
    data = json.loads(run(*paths, "--json"))
    assert [(row["brackets"], row["contested"], row["agreed"]) for row in data] == [
        (3, 5, 0),
        (1, 2, 1),
        (0, 0, 2),
    ]


def test_the_plot_is_spoken_and_needs_no_colour(tmp_path):
    """[D42] Title and description; each line has dashes of its own; figures are printed."""
    drawing = tmp_path / "life.svg"
    run(*files(tmp_path), "--plot", drawing)
    root = ElementTree.fromstring(drawing.read_text("utf-8"))
    ids = root.attrib["aria-labelledby"].split()
    said = {child.get("id"): child.text or "" for child in root}
    assert all(said[name] for name in ids)
    assert "Contested words: 5, 2, 0" in said["desc"]
    lines = root.findall(f"{SVG}polyline")
    assert len({line.get("stroke-dasharray") for line in lines}) == len(lines) == 4
    assert all(len((line.get("points") or "").split()) == 3 for line in lines)


def test_brackets_are_shared_out(tmp_path):
    """[D42] By party and by paragraph; for one file, and nothing else."""
    assert run(FIXTURE, "--by", "party").splitlines()[1].split()[0] == "Avelia"
    rows = json.loads(run(FIXTURE, "--by", "paragraph", "--json"))
    whole = json.loads(run(FIXTURE, "--json"))
    assert sum(row["brackets"] for row in rows) == whole["brackets"]
    for wrong in ((FIXTURE, "--by", "colour"), (FIXTURE, FIXTURE, "--by", "party")):
        assert CliRunner().invoke(cli, ["brackets", *map(str, wrong)]).exit_code == 2
