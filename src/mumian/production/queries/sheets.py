"""The personalisation sheet: what the producer lays beside the machine, with the blank's number as a code to scan."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.barcodes import code_128
from mumian.foundation.clock import local
from mumian.foundation.paper import Sheet
from mumian.foundation.words import Text
from mumian.production.queries.orders import OrderSheet, order_of
from mumian.production.terms import OrderId

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "personalisation.typ"

TITLE = Text("制证任务单", "Personalisation sheet")
ATTEMPT = Text("第{attempt}次制作", "attempt {attempt}")
LABELS = {
    "document": Text("证件种类", "Document"),
    "kind": Text("空白证件种类", "Kind of blank"),
    "serial": Text("空白证件编号", "Blank"),
    "number": Text("证件号码", "Document number"),
    "name": Text("姓名", "Name"),
    "latin": Text("拼音或外文姓名", "Name in Latin letters"),
    "sex": Text("性别", "Sex"),
    "born_on": Text("出生日期", "Date of birth"),
    "birth_place": Text("出生地点", "Place of birth"),
    "nationality": Text("国籍", "Nationality"),
    "issued_on": Text("签发日期", "Date of issue"),
    "expires_on": Text("有效期至", "Valid until"),
    "issue_place": Text("签发地点", "Place of issue"),
    "identity_number": Text("身份号码", "Identity number"),
    "lines": Text("其他打印内容", "Further lines"),
}


def personalisation_sheet(order_id: OrderId, *, language: str, at: datetime) -> bytes:
    """The sheet of this order as PDF (A5). Holds personal data: whoever prints it has the order as his reason.

    Raises CannotPrint when a name holds a character that no font of paper shows.
    """
    return _sheet().pdf(_data(order_of(order_id), language, at), at=at)


@cache
def _sheet() -> Sheet:
    return Sheet(TEMPLATE)


def _data(order: OrderSheet, language: str, at: datetime) -> dict[str, object]:
    book = current_rulebook()
    document = next(one for one in book.documents if one.code == order.document_type)
    values = _values(order) | {"document": document.name.in_language(language)}
    facts = [[LABELS[name].in_language(language), values[name]] for name in LABELS if values.get(name)]
    return {
        "language": language,
        "office": book.office.office.in_language(language),
        "title": TITLE.in_language(language),
        "issued": f"{local(at):%Y-%m-%d %H:%M}",
        "footer": f"{order.case} · {ATTEMPT.filled(attempt=order.attempt).in_language(language)}",
        "facts": facts,
        "mrz": list(order.mrz),
        "code_128": code_128(order.serial).svg(),
        "code": order.serial,
    }


def _values(order: OrderSheet) -> dict[str, str]:
    holder = order.holder
    return {
        "kind": order.kind,
        "serial": order.serial,
        "number": order.number,
        "name": holder.name,
        "latin": ", ".join(part for part in (holder.surname, holder.given) if part),
        "sex": holder.sex,
        "born_on": holder.born_on.isoformat(),
        "birth_place": holder.birth_place,
        "nationality": holder.nationality,
        "issued_on": local(order.started_at).date().isoformat(),
        "expires_on": holder.expires_on.isoformat() if holder.expires_on else "",
        "issue_place": holder.issue_place,
        "identity_number": holder.identity_number,
        "lines": " · ".join(holder.lines),
    }
