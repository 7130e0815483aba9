"""Parts of `bench http`."""
