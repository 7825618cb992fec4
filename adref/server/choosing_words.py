"""Options of the command line that take one of a few words."""

from collections.abc import Callable

import typer


def one_of(known: tuple[str, ...]) -> Callable[[str | None], str | None]:
    """A callback of typer: refuses, in a sentence, what is none of these words."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value} is not one of {', '.join(known)}.")
        return value

    return check
