"""Owns blank stock, document numbers, personalisation, chip, quality check, spoiled and remade documents."""
