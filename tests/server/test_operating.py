"""docs/operate.md is followed to the letter: what it names is there."""

import re
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from adref.server.commands import cli
from adref.server.config import Settings
from adref.server.http.texts import SOURCE_IN_JSON
from adref.server.metrics import Figures
from adref.server.store.memory import MemoryLog
from adref.server.sync.measures import Measures

TEXT = (Path(__file__).parents[2] / "docs" / "operate.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"\badref (serve|link|backup|restore)\b([^`\n'&]*)", TEXT)))
FIGURES = sorted(set(re.findall(r"`(adref_\w+)[`{]", TEXT)))


@pytest.mark.parametrize(("name", "rest"), COMMANDS)
def test_every_command_in_it_has_the_options_it_is_given(name: str, rest: str) -> None:
    command = cli_command(name)
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", rest)) <= known


def cli_command(name: str) -> click.Command:
    import typer

    group = typer.main.get_group(cli)
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def test_there_are_commands_and_figures_in_it() -> None:
    assert {name for name, _ in COMMANDS} == {"serve", "link", "backup", "restore"}
    assert len(FIGURES) > 7


def test_every_variable_in_it_is_read() -> None:
    named = set(re.findall(r"ADREF_([A-Z_]+)", TEXT))
    assert len(named) > 5
    assert named <= {one.name.upper() for one in fields(Settings)}


def test_every_figure_in_it_is_told() -> None:
    hub = SimpleNamespace(size=(1, 1), is_ready=True, hears=True, measures=Measures())
    office = SimpleNamespace(hub=hub, log=MemoryLog())
    families = Figures(office).collect()  # type: ignore[arg-type]
    told = {one.name + ("_total" if one.type == "counter" else "") for one in families}
    assert told >= set(FIGURES)


def test_the_proxy_in_it_lets_through_what_the_server_takes() -> None:
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", TEXT)
    largest = max(SOURCE_IN_JSON, Settings(data=Path("data")).file_limit)
    assert int(megabytes) * 1024 * 1024 > largest
