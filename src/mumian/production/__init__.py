"""Owns blank stock, document numbers, personalisation, chip, quality check, spoiled and remade documents.

Knows of a case nothing but its key. Leaves who may decide what to `cases`, and the finished document to `delivery`.
"""
