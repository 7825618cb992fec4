"""The command line: ``adref --help`` lists its commands."""

import sys

from adref.server.config import PlainError
from adref.server.loading import load_without_looking


def main() -> None:
    """Run the command line; what goes wrong is told in one sentence, with exit code 2."""
    load_without_looking()
    try:
        _run(sys.argv[1:])
    except Exception as problem:
        sentence = _plain(problem)
        if sentence is None:
            raise
        _fail(sentence)


def _run(arguments: list[str]) -> None:
    # A server loads no other command, and nothing of what reads their arguments.
    if arguments[:1] == ["serve"]:
        from adref.server.serve_command import serve

        serve(arguments[1:], prog_name="adref serve")
        return
    from adref.server.commands import cli

    cli()


def _plain(problem: Exception) -> str | None:
    """What went wrong, in one sentence; None when it is nothing that was foreseen."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    from adref.server.store.postgres import BadAddress
    from adref.server.store.revisions import FromTheFuture

    if isinstance(problem, PlainError | FromTheFuture | BadAddress):
        return str(problem)
    if isinstance(problem, OSError):
        name = f"{problem.filename}: " if problem.filename else ""
        return f"{name}{problem.strerror or problem}."
    if isinstance(problem, SQLAlchemyError | sqlite3.Error):
        return f"The database of this installation cannot be used: {_said(problem)}."
    return None


def _said(problem: Exception) -> str:
    """What the database itself says, but for what it says of rows."""
    original = getattr(problem, "orig", None) or problem
    lines = str(original).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(original).__name__


def _fail(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
