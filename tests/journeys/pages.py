"""The pages that are looked at in a browser. A new page is a line here; every test of `test_pages.py` then holds for it too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Visited:
    """An address, and the smallest target on it in CSS pixels: 44 for public pages and desks, 64 where people touch."""

    address: str
    target: int = 44
    needs_rulebook: bool = False


STYLE_GUIDE = (
    Visited("/styleguide"),
    Visited("/styleguide/desk"),
    Visited("/styleguide/touch", target=64),
    Visited("/no/such/page"),
)

SIGNING_IN = (Visited("/accounts/login/"), Visited("/accounts/signup/"))

PAGES = (
    *STYLE_GUIDE,
    *SIGNING_IN,
)
