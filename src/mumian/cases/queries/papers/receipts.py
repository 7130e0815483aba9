"""The acceptance receipt, alone and for a family."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Thing
from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Case, CaseLimit, Move
from mumian.cases.queries.papers.parts import (
    BADGE,
    Pair,
    Row,
    Speaker,
    badge_at,
    codes,
    complaint,
    day_of,
    frame,
    hall_of,
    hall_rows,
    speaker_for,
    template,
)
from mumian.cases.terms import CaseId, Command, Hand, LimitKind, case_key
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.terms import Path
from mumian.foundation.clock import local_date
from mumian.foundation.dates import said_day
from mumian.foundation.words import Text
from mumian.payments.queries import order_for
from mumian.payments.terms import METHOD_NAMES, STATE_NAMES, OrderSheet
from mumian.people.rules.masking import masked_name

TITLE: Final = Text("受理回执", "Acceptance receipt")
REGISTRATION_TITLE: Final = Text("登记回执", "Registration receipt")
FAMILY_TITLE: Final = Text("家庭受理回执", "Acceptance receipts of a family")
FAMILY_INTRO: Final = Text(
    "以下申请一并受理，各有各的受理编号和承诺日期，可以分别领取。",
    "These applications were accepted together. Each has its own number and promised day, and may be collected by itself.",
)
NUMBER: Final = Text("受理编号", "Receipt number")
PROMISED: Final = Text("承诺办结日", "We promise to be ready by")
AT_ONCE: Final = Text("已当场办结", "Done at once")
NO_DAY: Final = Text("以通知为准", "You will be told")
SERVICE: Final = Text("办理事项", "Service")
APPLICANT: Final = Text("申请人", "Applicant")
ACCEPTED_ON: Final = Text("受理日期", "Accepted on")
ACCEPTED_BY: Final = Text("受理人员", "Accepted by")
ACCEPTED_BY_CONTACT: Final = Text("受理人员（首问责任人）", "Accepted by your contact")
CONTACT: Final = Text("首问责任人", "Your contact")
CONTACT_SAID: Final = Text(
    "{who}。有任何问题都可以找他（她）。", "{who}. Ask this officer about anything that concerns your case."
)
A_RULE: Final = Text("自助受理", "by the self-service machine")
FEE: Final = Text("费用", "Fee")
FREE: Final = Text("免费", "free of charge")
PAID: Final = Text("{amount}，{state}", "{amount}, {state}")
PAID_BY_RECEIPT: Final = Text("{amount}，{state}，收据编号{number}", "{amount}, {state}, payment receipt {number}")
MATERIALS: Final = Text("已收材料", "Handed in")
NO_MATERIALS: Final = Text("没有需要留下的材料", "Nothing had to be left with us")
STEPS: Final = Text("接下来", "What happens next")
STEPS_OF: Final[dict[Path, tuple[Text, ...]]] = {
    Path.FULL: (
        Text("审批部门另派人员审核，您不用再来。", "Another department decides; you need not come again."),
        Text("批准后制作证件并检查。", "Once approved, the document is made and checked."),
        Text(
            "可领取时查询页会显示。领取请带本回执和身份证件。",
            "The status page says when it is ready. To collect it bring this receipt and your identity document.",
        ),
    ),
    Path.DECISION: (
        Text("审批部门另派人员审核，您不用再来。", "Another department decides; you need not come again."),
        Text(
            "决定作出后以书面告知。需要时凭本回执到大厅领取。",
            "You are told the decision in writing. If you like, collect it at the hall with this receipt.",
        ),
    ),
    Path.REGISTRATION: (
        Text(
            "已当场登记，没有其他手续。本回执请留存。", "It was registered at once and nothing more is needed. Keep this receipt."
        ),
    ),
}
IF_LATE: Final = Text(
    "到期没有办好，请凭受理编号问首问责任人或监督电话，我们会说明原因。",
    "If it is not ready by that day, ask your contact or Supervision with this number; we owe you the reason.",
)
ON_RECORD: Final = Text(
    "此次受理是审计记录第{entry}条，任何人不能事后更改。扫码可取得存证证明，自行核验。",
    "This acceptance is entry {entry} of the record, which nobody can change afterwards. Scan the code for a proof that "
    "you can check yourself.",
)
WILL_BE_ON_RECORD: Final = Text(
    "此次受理将写入不可更改的审计记录。扫码可取得存证证明，自行核验。",
    "This acceptance enters a record that nobody can change. Scan the code for a proof that you can check yourself.",
)


def acceptance_receipt(
    case_id: CaseId, *, address: str, at: datetime, size: Literal["a4", "a5"] = "a5", language: str = ""
) -> bytes:
    """The receipt of an accepted case as PDF. `address` is where its QR code leads: the status page of this case.

    The name on it is masked. Without `language` it speaks the applicant's first. Raises CaseUnknown before acceptance.
    """
    case = _accepted(case_id)
    say = speaker_for(case, language)
    on = local_date(case.accepted_at or at)
    path = Path(case.path)
    title = REGISTRATION_TITLE if path is Path.REGISTRATION else TITLE
    data = {
        **frame(say, title, footer=case.receipt_number or "", at=at),
        **codes(say, case.receipt_number or "", address=address),
        "size": size,
        "number_label": say(NUMBER),
        "promise": [say(PROMISED), say(_promise(case))],
        "facts": [
            *_facts(say, case, on=on),
            *_money(say, case),
            *hall_rows(say, hall_of(case, on=local_date(at)), on=local_date(at)),
        ],
        "materials_title": say(MATERIALS),
        "materials": _materials(say, case) or [say(NO_MATERIALS)],
        "steps_title": say(STEPS),
        "steps": [say(step) for step in STEPS_OF[path]],
        "notes": [say(IF_LATE), say(complaint())],
        "record": say(_record(case)) if address else None,
    }
    return template("receipt").pdf(data, at=at)


def family_sheet(group_id: int, *, addresses: Mapping[CaseId, str], at: datetime, language: str = "") -> bytes:
    """The receipts of a family on A4, as many as were accepted. `addresses` leads from each case to its status page.

    Raises CaseUnknown when none of them has been accepted.
    """
    rows = Case.objects.select_related("applicant", "hall", "contact_officer").filter(group_id=group_id)
    cases = list(rows.exclude(receipt_number=None).order_by("pk"))
    if not cases:
        raise CaseUnknown
    first, on = cases[0], local_date(at)
    say = speaker_for(first, language)
    data = {
        **frame(say, FAMILY_TITLE, footer=" · ".join(case.receipt_number or "" for case in cases), at=at),
        "intro": say(FAMILY_INTRO),
        "qr_words": say(NUMBER),
        "receipts": [
            {
                **codes(say, case.receipt_number or "", address=addresses.get(CaseId(case.pk), "")),
                "lines": [
                    say.row(APPLICANT, masked_name(case.applicant.name)),
                    say.row(SERVICE, _service(case)),
                    say.row(PROMISED, _promise(case)),
                    *_money(say, case),
                ],
            }
            for case in cases
        ],
        "facts": [*hall_rows(say, hall_of(first, on=on), on=on), *_contact(say, first, on=on)],
    }
    return template("family").pdf(data, at=at)


def _accepted(case_id: CaseId) -> Case:
    case = Case.objects.select_related("applicant", "hall", "contact_officer").filter(pk=case_id).first()
    if case is None or case.receipt_number is None:
        raise CaseUnknown
    return case


def _service(case: Case) -> Text:
    return current_rulebook().service_of[case.service_id].name


def _promise(case: Case) -> Text:
    if case.path == Path.REGISTRATION.value:
        return AT_ONCE
    limit = CaseLimit.objects.filter(case=case, round=case.round, kind=LimitKind.PROMISED.value).first()
    return said_day(limit.due_on) if limit else NO_DAY


def _facts(say: Speaker, case: Case, *, on: date) -> list[Row]:
    move = Move.objects.select_related("officer").filter(case=case, hand=Hand.ACCEPT.value).order_by("number").first()
    hall = case.hall.code if case.hall else None
    rows = [
        say.row(SERVICE, _service(case)),
        say.row(APPLICANT, masked_name(case.applicant.name)),
        say.row(ACCEPTED_ON, day_of(case.accepted_at) if case.accepted_at else ""),
    ]
    if move is None or move.officer_id is None:
        return [*rows, say.row(ACCEPTED_BY, A_RULE), *_contact(say, case, on=on)]
    by = badge_at(move.officer_id, hall=hall, on=on) or BADGE.filled(badge=move.officer.badge_number if move.officer else "")
    if move.officer_id == case.contact_officer_id:
        return [*rows, say.row(ACCEPTED_BY_CONTACT, CONTACT_SAID.filled(who=by))]
    return [*rows, say.row(ACCEPTED_BY, by), *_contact(say, case, on=on)]


def _contact(say: Speaker, case: Case, *, on: date) -> list[Row]:
    who = badge_at(case.contact_officer_id, hall=case.hall.code if case.hall else None, on=on)
    return [say.row(CONTACT, CONTACT_SAID.filled(who=who))] if who else []


def _money(say: Speaker, case: Case) -> list[Row]:
    order = order_for(case_key(case.pk))
    if order is None:
        return [say.row(FEE, FREE)] if case.fee == 0 else []
    if not order.amount.coins:
        return [say.row(FEE, FREE)]
    numbers = " · ".join(receipt.shown for receipt in order.receipts)
    paid = (PAID_BY_RECEIPT if numbers else PAID).filled(amount=order.amount, state=_paid(order), number=numbers)
    return [say.row(FEE, paid)]


def _paid(order: OrderSheet) -> Text:
    """How the order stands, with how the money came in."""
    state = STATE_NAMES[order.state]
    if not order.receipts:
        return state
    method = METHOD_NAMES[order.receipts[-1].method]
    return Text(f"{state.zh}（{method.zh}）", f"{state.en} ({method.en})")


def _materials(say: Speaker, case: Case) -> list[Pair]:
    known = current_rulebook().material_of
    codes_in = case.handed_in.order_by("material_id").values_list("material_id", flat=True)
    return [say(known[code].name if code in known else code) for code in codes_in]


def _record(case: Case) -> Text:
    """What the receipt says of the record: the number of the entry once it is sealed."""
    accepting = {Command.ACCEPT_APPLICATION.value, Command.REGISTER_AT_ONCE.value}
    found = [act.sequence for act in acts_of(Thing(case_key(case.pk))) if act.act in accepting]
    sealed = next((sequence for sequence in found if sequence is not None), None)
    return WILL_BE_ON_RECORD if sealed is None else ON_RECORD.filled(entry=sealed)
