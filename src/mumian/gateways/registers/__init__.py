"""Reference lists and the population register as a province sends them: asked for by number, signed, and never taken on trust."""
