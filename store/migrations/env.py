"""Where Alembic meets our tables; the connection, its locks and its transaction are `store.migrate`'s."""

from alembic import context

from store.models import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # it cannot alter a column in place
    compare_type=True,
    compare_server_default=False,  # Postgres cannot compare JSON defaults
)
with context.begin_transaction():
    context.run_migrations()
