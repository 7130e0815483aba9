"""Pages of the counter, one module for each subject."""
