"""Reading the record: acts, who looked, heads and proofs, exports, and whether it all holds."""
