"""Run by alembic: the connection is given by ``store.schema``, in whose transaction all happens."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,  # SQLite cannot change a table: alembic makes it anew
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
