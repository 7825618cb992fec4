"""What is done to a database behind the store's back."""

from sqlalchemy import Engine
from sqlalchemy import text as sql


def change(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.execute(sql(statement))
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
