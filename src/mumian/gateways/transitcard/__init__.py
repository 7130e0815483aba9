"""The stored-value purse of the transit card and its simulator."""
