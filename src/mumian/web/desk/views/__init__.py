"""The pages of the desks: one module a subject."""
