"""The town in motion, as plain values: who comes on a day, how the halls serve them, what the departments get done.

Nothing here knows a database. Every draw has its own source of chance, named by what it is for, so that neither the number of
processes nor the order in which they finish changes anything.
"""
