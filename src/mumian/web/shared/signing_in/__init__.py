"""Signing in and out, second factors, and who may open which page.

django-allauth does the work; here stand its restraints (nobody registers himself, attempts are counted per account) and the
decorators of the pages. What an account may do is asked of `offices`.
"""
