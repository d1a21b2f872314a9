"""The database's changes, oldest first, applied on opening."""
