"""Server-sent events: carries a topic and an id to open pages, which then read again with their own rights."""
