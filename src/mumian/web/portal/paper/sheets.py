"""Values of the rulebook as data for the sheets. Every sheet is made in one language, that of the page it is printed from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from mumian.catalogue.rules.boards import PublicBoard
from mumian.catalogue.rules.leaflets import Leaflet
from mumian.catalogue.rules.samples import Sample
from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.barcodes import qr
from mumian.foundation.dates import said_date, said_month
from mumian.foundation.paper import Sheet
from mumian.foundation.words import Text
from mumian.web.portal.parts import SaidTogether, said_together
from mumian.web.portal.words import Rows, figures_said
from mumian.web.shared.spoken import said

TEMPLATES = Path(__file__).parent
LEAFLET = Sheet(TEMPLATES / "leaflet.typ")
BOARD = Sheet(TEMPLATES / "board.typ")
FORM = Sheet(TEMPLATES / "form.typ")


def leaflet_sheet(leaflet: Leaflet, *, address: str, language: str, at: datetime) -> bytes:
    """A leaflet on A4 as PDF. `address` is where its code leads: a page that says whether the leaflet still holds."""
    with override(language):
        data = {
            **_frame(language, leaflet.office, leaflet.title, leaflet.on),
            "footer": _("Leaflet %(code)s · %(digest)s") % {"code": leaflet.code, "digest": leaflet.digest},
            "intro": said(leaflet.intro),
            "sections": [
                {"title": said(section.title), "parts": [_part(part) for part in said_together(section)]}
                for section in leaflet.sections
            ],
            "tips_title": _("Good to know"),
            "tips": [said(tip) for tip in leaflet.tips],
            "check_title": _("Does this leaflet still hold?"),
            "check": _("Scan the code and see."),
            "qr": qr(address).svg(),
        }
    return LEAFLET.pdf(data, at=at)


def board_sheet(
    board: PublicBoard,
    *,
    families: Iterable[Rows],
    week: Iterable[tuple[str, str]],
    figures: HallMonthFacts | None,
    month: date,
    language: str,
    at: datetime,
) -> bytes:
    """The board of a hall on A1 as PDF.

    `families` are the services that the hall takes, `week` the kinds of days with their hours; both in the words of the language.
    """
    with override(language):
        data = {
            **_frame(language, board.name, board.name, board.on),
            "address": f"{said(board.address)} · {board.phone}",
            "subtitle": _("Public board"),
            "columns": [_("Service"), _("Our promise"), _("Limit of the law"), _("Fee")],
            "families": [{"title": family.title, "rows": family.rows} for family in families],
            "week_title": _("Opening hours"),
            "week": [list(row) for row in week],
            "figures_title": _("Last month: %(month)s") % {"month": said(said_month(month))},
            "figures": [list(pair) for pair in figures_said(figures)],
            "figures_missing": _("The figures of this month have not been counted yet."),
            "lists": [
                {"title": title, "sentences": [said(text) for text in texts]}
                for title, texts in (
                    (_("Our word"), board.pledges),
                    (_("Your rights"), board.rights),
                    (_("How days are counted"), board.rules),
                    (_("Good to know"), board.notes),
                )
                if texts
            ],
            "phones": [[said(phone.name), phone.phone] for phone in board.phones],
            "footer": _("Edition %(digest)s") % {"digest": board.digest},
        }
    return BOARD.pdf(data, at=at)


def form_sheet(sample: Sample, *, office: Text, on: date, language: str, at: datetime) -> bytes:
    """A filled-in sample form on A4 as PDF, marked as a sample on every page."""
    with override(language):
        data = {
            **_frame(language, office, sample.title, on),
            "material": said(sample.material_name),
            "fields": [
                [said(field.label), said(field.sample), said(field.hint) if field.hint else ""] for field in sample.fields
            ],
            "mark": _("SAMPLE"),
            "note": _("The person is invented; please write your own data."),
            "footer": _("Sample %(code)s") % {"code": sample.code},
        }
    return FORM.pdf(data, at=at)


def _frame(language: str, office: Text, title: Text, on: date) -> dict[str, object]:
    return {
        "language": "zh" if language.startswith("zh") else "en",
        "office": said(office),
        "title": said(title),
        "issued": _("As it holds on %(day)s") % {"day": said(said_date(on))},
    }


def _part(part: SaidTogether) -> dict[str, object]:
    return {
        "heading": _(", ").join(said(name) for _code, name in part.services),
        "sentences": [said(text) for text in part.sentences],
    }
