"""Plain rules: the lines of an order, how an order stands, what may be taken, given back and reckoned up."""
