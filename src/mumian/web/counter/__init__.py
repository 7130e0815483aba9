"""The acceptance window's single screen. Leaves decisions to `web.desk`."""
