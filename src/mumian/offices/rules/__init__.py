"""Plain decisions about opening hours and powers; they know no database, no clock and no request."""
