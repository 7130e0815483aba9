"""The list of who looked at a person's data, for that person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local
from mumian.foundation.paper import Sheet
from mumian.people.queries import PersonSheet
from mumian.web.desk.lookers import Line
from mumian.web.shared.spoken import said

LOOKS: Final = Sheet(Path(__file__).with_name("looks.typ"))


def looks_sheet(person: PersonSheet, lines: Sequence[Line], *, language: str, at: datetime) -> bytes:
    """The list on A4 as PDF; the name is masked, since whoever gets it knows his own."""
    with override(language):
        data = {
            "language": "zh" if language.startswith("zh") else "en",
            "office": said(current_rulebook().office.office),
            "title": _("Who has looked at your data"),
            "issued": f"{local(at):%Y-%m-%d %H:%M}",
            "intro": _("Everybody who has seen personal data of %(name)s in full, the latest first, with the reason given.")
            % {"name": person.masked_name},
            "columns": [_("When"), _("Who"), _("From where"), _("What"), _("Why")],
            "rows": [[line.when, line.who, line.place, line.what, line.why] for line in lines],
            "empty": _("Nobody has looked at your data in full."),
            "closing": _("If you do not know why somebody looked, ask Supervision on %(phone)s.")
            % {"phone": current_rulebook().office.supervision.phone},
        }
    return LOOKS.pdf(data, at=at)
