"""The rules of production: numbers, kinds of blanks, the machine-readable zone, reading back, counting."""
