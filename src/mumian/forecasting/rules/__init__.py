"""Plain decisions about figures; they know no database."""
