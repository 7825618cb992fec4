"""Run by alembic, on the connection and in the transaction of ``store.migrating``."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,  # SQLite cannot change a table: alembic makes it anew
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
