"""The processes of a running house: how they are started, watched, remembered and ended."""
