"""The pages that are looked at in a browser. A new page is a line here; every test of `test_pages.py` then holds for it too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Visited:
    """An address, and the smallest target on it in CSS pixels: 44 for public pages and desks, 64 where people touch."""

    address: str
    target: int = 44


STYLE_GUIDE = (
    Visited("/styleguide"),
    Visited("/styleguide/desk"),
    Visited("/styleguide/touch", target=64),
    Visited("/no/such/page"),
)

SIGNING_IN = (Visited("/accounts/login/"), Visited("/accounts/signup/"))

PORTAL = tuple(
    Visited(address)
    for address in (
        "/",
        "/services/?q=visa",
        "/services/HM-G/",
        "/services/PP-NEW/?on=2002-05-01",
        "/halls/?for=passport",
        "/halls/H01/",
        "/halls/H11/board/",
        "/leaflets/",
        "/leaflets/LF-03/",
        "/forms/",
        "/forms/SF-F01/",
        "/notices/?for=FV-L",
        "/reforms/",
        "/sources/",
        "/status/",
        "/status/of/no.such-code",
        "/openness/",
        "/waiting/",
        "/appointments/",
    )
)

HALLS = (
    Visited("/machine/H01/", target=64),
    Visited("/machine/H01/services?s=NEW", target=64),
    Visited("/machine/H01/visit?s=NEW&people=3&elder=yes", target=64),
    Visited("/machine/H01/scan", target=64),
    Visited("/ask/H01/", target=64),
    Visited("/ask/H01/services/PP-NEW", target=64),
    Visited("/ask/H01/services/PP-NEW/SF-F01", target=64),
    Visited("/ask/H01/fault", target=64),
    Visited("/ask/H01/map", target=64),
    Visited("/rating/H01-W01/", target=64),
)

PAGES = (
    *STYLE_GUIDE,
    *SIGNING_IN,
    *PORTAL,
    *HALLS,
)


@dataclass(frozen=True)
class Desk:
    """A page that needs cases: who opens it (a name of `city.City` or of its office, or `public`), and where.

    Names in braces are filled in.
    """

    who: str
    address: str


DESKS = (
    Desk("window", "/desk/"),
    Desk("window", "/desk/persons"),
    Desk("window", "/desk/persons/{person}"),
    Desk("window", "/desk/persons/{person}/looks"),
    Desk("window", "/counter/"),
    Desk("window", "/counter/people/{person}/"),
    Desk("window", "/counter/cases/{draft}/"),
    Desk("window", "/counter/cases/{noticed}/"),
    Desk("window", "/counter/cases/{draft}/notice/"),
    Desk("window", "/counter/cases/{draft}/decline/"),
    Desk("window", "/counter/cases/{draft}/withdraw/"),
    Desk("window", "/counter/cases/{case}/accepted/"),
    Desk("window", "/counter/people/new/"),
    Desk("window", "/counter/today/"),
    Desk("window", "/counter/window/"),
    Desk("leader", "/desk/visit-figures"),
    Desk("leader", "/desk/survey"),
    Desk("manager", "/desk/service-days"),
    Desk("manager", "/desk/hall"),
    Desk("window", "/counter/takings/"),
    Desk("second", "/counter/second/"),
    Desk("window", "/desk/questions"),
    Desk("window", "/desk/questions/ask/{case}"),
    Desk("window", "/desk/questions/special_handling/{draft}"),
    Desk("window", "/desk/batches?firm=木棉"),
    Desk("window", "/desk/visits"),
    Desk("window", "/desk/duty"),
    Desk("approver", "/desk/"),
    Desk("approver", "/desk/cases?stage=accepted"),
    Desk("approver", "/desk/cases/search?q=nobody"),
    Desk("approver", "/desk/cases/{case}"),
    Desk("approver", "/desk/cases/{case}/refuse"),
    Desk("countersigner", "/desk/cases/proposals"),
    Desk("approver", "/desk/matches"),
    Desk("approver", "/desk/matches/of/case:{case}"),
    Desk("approver", "/desk/matches/corrections"),
    Desk("approver", "/desk/matches/quality"),
    Desk("approver", "/desk/alarms"),
    Desk("approver", "/desk/feeds"),
    Desk("public", "/status/of/{token}/objection"),
    Desk("auditor", "/desk/audit?thing=case:{case}"),
    Desk("auditor", "/desk/audit/looks"),
    Desk("supervisor", "/desk/breaches"),
    Desk("producer", "/desk/production"),
    Desk("producer", "/desk/production/{made}"),
    Desk("producer", "/desk/production/blanks"),
    Desk("checker", "/desk/quality"),
    Desk("checker", "/desk/quality/{made}"),
    Desk("hander", "/desk/handover"),
    Desk("hander", "/desk/handover/{shelved}"),
    Desk("hander", "/desk/handover/uncollected"),
    Desk("hander", "/desk/folders"),
    Desk("leader", "/desk/lead"),
    Desk("leader", "/desk/lead/simulated"),
    Desk("public", "/status/of/{token}"),
    Desk("public", "/status/of/{token}/looks"),
)
"""{draft} is just begun, {noticed} waits for papers, {case} is accepted, {made} in production, {shelved} ready on the shelf."""
