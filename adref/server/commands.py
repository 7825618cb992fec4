"""All commands in one group, each loaded when it is asked for."""

import gc
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from adref.server.serve_command import serve

COMMANDS = {
    "link": "link_command:link",
    "demo": "demo_command:demo",
    "import": "import_command:import_",
    "export": "export_command:export",
    "record": "record_command:record",
    "verify": "record_command:verify",
    "brackets": "brackets_command:brackets",
    "backup": "backup_command:backup",
    "restore": "backup_command:restore",
    "redline": "redline_command:redline",
}
"""Where they are; but ``serve``, which ``cli`` runs by itself: it waits for none of this."""


class Commands(TyperGroup):
    """Who imports a text does not wait for what compares two."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All, in the order of the help."""
        return ["serve", *COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; None when there is none."""
        if cmd_name == "serve":
            return serve
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cmd_name)(getattr(import_module(f"adref.server.{module}"), name))
        gc.enable()
        return typer.main.get_command(alone)


cli = typer.Typer(
    name="adref",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@cli.callback()
def adref() -> None:
    """Adref: negotiate a text live, from the first draft to the clean version."""
