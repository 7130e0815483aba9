"""The outside survey centre that rings visitors, as it stands on this machine for trials."""
