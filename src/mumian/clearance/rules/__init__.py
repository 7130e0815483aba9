"""Plain rules: keys of persons and entries, lines of files, the ticks at which answers are released."""
