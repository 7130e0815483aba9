"""The acceptance window's screen: from the number somebody shows to the receipt in his hand, by the keyboard alone.

It knows which fields belong together and in which order they are asked. What may be done is decided downstairs; what is decided
about the case later stands in `web.desk`.
"""
