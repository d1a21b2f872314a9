"""Runs the migrations on the connection, and in the transaction, that the store hands over."""

from alembic import context

from analyser.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
