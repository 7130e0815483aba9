"""Owns applicants (residents and foreigners), the mirror of the population register, the identity and travel documents they hold,
and organisations (firms, schools, hotels).

Leaves sign-in to `accounts` and applications to `cases`.
"""
