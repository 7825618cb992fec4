"""What decides on commands: half of the negotiation's rules, and nothing that typing needs.

Loaded with the doors, through which commands come.
"""

from typing import Any

from adref.drafting.asking import BadCommand, command_from_json
from adref.drafting.bringing import BringIn
from adref.drafting.commands import Command
from adref.drafting.decision import Refusal
from adref.drafting.negotiation import decide

__all__ = ["decide", "understood"]


def understood(command: Any) -> Command | BringIn | Refusal:
    """A command from its JSON, or a file that the server itself has read."""
    if isinstance(command, BringIn):
        return command
    try:
        return command_from_json(command)
    except BadCommand as bad:
        return Refusal(bad.code, bad.params)
