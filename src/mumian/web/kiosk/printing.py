"""The slip of a ticket: what stands on it, and the printer of its hall."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.gateways.printers import Code, Line, Part, Printer, Rule, Size, printers_from
from mumian.gateways.printers import Slip as Paper
from mumian.gateways.printers.escpos import UnprintableError
from mumian.queueing.terms import Slip
from mumian.web.shared.spoken import clock, day, numbers, page_language, said

NO_PRINTER = Text(
    "这里没有连接打印机。您的号码有效，请记下号码或用手机扫码。",
    "No printer is connected here. Your number is good: write it down or scan the code with your telephone.",
)


def paper_of(slip: Slip, *, address: str) -> Paper:
    """The slip in the language of the page."""
    parts: list[Part] = [
        Line(said(slip.hall_name), strong=True, centred=True),
        Line(slip.label, Size.HUGE, strong=True, centred=True),
        Line(" · ".join(said(one.name) for one in slip.services), Size.LARGE, centred=True),
        Rule(),
        Line(ahead_words(slip), strong=True),
    ]
    if slip.wait is not None:
        parts.append(Line(_("Expected wait: %(range)s") % {"range": said(slip.wait.says)}, strong=True))
    else:
        parts.append(Line(_("No window serves this at the moment."), strong=True))
    if slip.floor is not None and slip.windows:
        place = {"floor": slip.floor, "numbers": numbers(slip.windows)}
        parts.append(Line(_("Floor %(floor)s, windows %(numbers)s") % place))
    if slip.people > 1:
        parts.append(Line(ngettext("%(num)s person", "%(num)s people", slip.people) % {"num": slip.people}))
    if slip.low_counter:
        parts.append(Line(_("You will be called to a low counter.")))
    if slip.seated:
        parts.append(Line(_("You will be called to a counter with a chair.")))
    parts += [
        Rule(),
        Code(address, says=_("Scan to follow your place by telephone")),
        Line(f"{day(slip.taken_at)} {clock(slip.taken_at)}", centred=True),
    ]
    if slip.error is not None:
        parts.append(Line(said(slip.error.says), centred=True))
    name = f"{slip.hall}-{slip.taken_at:%Y%m%d}-{slip.label}"
    return Paper(name, page_language(), tuple(parts))


def ahead_words(slip: Slip) -> str:
    """How many go before. Nobody is next where no window calls."""
    if not slip.ahead:
        return _("You are next.") if slip.wait else _("Nobody is before you.")
    return ngettext("%(num)s party is before you", "%(num)s parties are before you", slip.ahead) % {"num": slip.ahead}


def print_slip(paper: Paper, *, hall: str) -> Text | None:
    """Print on the printer of the hall; the sentence why nothing came out, or None."""
    printer = printer_of(hall)
    if printer is None:
        return NO_PRINTER
    try:
        printer.print(paper)
    except Refusal as refusal:
        return refusal.sentence
    except UnprintableError:
        return NO_PRINTER
    return None


def printer_of(hall: str) -> Printer | None:
    """The printer that the office wrote down for this hall."""
    folder = settings.PRINTED_FOLDER
    found = _printers(settings.TICKET_PRINTERS, str(folder) if folder else "")
    return found.get(hall) or found.get("*")


@lru_cache(maxsize=4)
def _printers(setting: str, folder: str) -> dict[str, Printer]:
    return dict(printers_from(setting, files=Path(folder) if folder else None))
