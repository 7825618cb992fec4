"""What is done to a database behind the store's back."""

from adref.server.store.engine import Engine


def change(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(statement)
        connection.execute("PRAGMA foreign_keys=ON")
