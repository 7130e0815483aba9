"""The papers of a case, read back from the rendered page."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Case, CaseLimit, Letter, Notice
from mumian.cases.queries.papers import (
    LETTER_TITLES,
    acceptance_receipt,
    approval_letter,
    approved_case,
    family_of,
    family_sheet,
    letter,
    letter_of,
    material_notice,
    notice_of,
    receipt_of,
)
from mumian.cases.services import (
    answer_notice,
    decline_acceptance,
    issue_material_notice,
    open_group,
    request_consent,
)
from mumian.cases.terms import CaseId, LetterKind, RefusalGround, case_key
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import moment_at
from mumian.foundation.identifiers import LETTERS
from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.offices.queries import officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Role
from mumian.payments.services import place_order, take_payment
from mumian.payments.terms import Line, Method
from tests.cases.queries.papers.reading import Paper
from tests.cases.services.test_paths import EXAMPLES, walk
from tests.factories import cases, people
from tests.factories.cases import AT, Office, by_somebody, on_duty
from tests.factories.offices import appointment, posting

pytestmark = pytest.mark.django_db

ADDRESS = "https://office.example/status/of/eyJjYXNlIjoxN30:1vKq2c:Zk3_abcdefghijklmnopqrstuvwxyz0123456789"
REASON = Text("您提交的材料不能证明身份。", "The papers you handed in do not prove who you are.")


def case(case_id: CaseId) -> Case:
    return Case.objects.get(pk=case_id)


def receipt_number(case_id: CaseId) -> str:
    number = case(case_id).receipt_number
    assert number is not None
    return number


@pytest.fixture
def paid(staffed: Office) -> CaseId:
    """Accepted at window 1 of the central hall, with the fee paid there."""
    appoint_officers(appointments=[appointment("300001", posting(Role.ACCEPTANCE_OFFICER, hall="H01", window="H01-W01"))])
    at_window = officer_by_badge("300001", on=AT.date())
    assert at_window
    case_id = cases.accepted(staffed, by=on_duty(at_window))
    order = place_order(
        reference=case_key(case_id),
        lines=[Line("document", Text("工本费", "document"), Money.yuan(120))],
        officer=staffed.acceptor.officer_id,
        at=AT,
    )
    take_payment(
        order_id=order.order_id,
        amount=order.amount,
        method=Method.CASH,
        officer=staffed.acceptor.officer_id,
        window="H01-W01",
        at=AT,
        key="pay",
    )
    return case_id


@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("a5", (148, 210))])
def test_receipt_is_one_page_whose_codes_read_back(staffed: Office, paid: CaseId, size: str, millimetres: object) -> None:
    paper = Paper(acceptance_receipt(paid, address=ADDRESS, at=AT, size=size), f"receipt-{size}")  # type: ignore[arg-type]  # a size named by the parameter

    assert (paper.sizes, paper.codes) == ([millimetres], [("Code128", receipt_number(paid)), ("QRCode", ADDRESS)])


def test_receipt_says_everything_that_its_holder_needs(staffed: Office, paid: CaseId) -> None:
    book = current_rulebook()
    due = CaseLimit.objects.get(case_id=paid, kind="promised").due_on
    handed_in = [one.material_id for one in case(paid).handed_in.all()]

    paper = Paper(acceptance_receipt(paid, address=ADDRESS, at=AT))

    hall = book.hall_of["H01"]
    for language in ("zh", "en"):
        wanted = [text.in_language(language) for text in (book.service_of["PP-NEW"].name, hall.name, hall.address)]
        wanted += [book.material_of[code].name.in_language(language) for code in handed_in]
        assert paper.lacks(*wanted) == []
    assert (
        paper.lacks(
            LETTERS.shown(receipt_number(paid)),
            f"{due.year}年{due.month}月{due.day}日",
            "木•",
            "¥120",
            "已缴费（现金）",
            "200001",
            hall.phone,
            book.office.supervision.phone,
            "监督电话",
            "Your contact",
            "What happens next",
        )
        == []
    )
    assert len(handed_in) > 2


def test_receipt_does_not_show_the_whole_name(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    paper = Paper(acceptance_receipt(case_id, address=ADDRESS, at=AT))

    assert (paper.lacks("木棉一"), paper.lacks("440199199001010017"), paper.lacks("木•")) == (
        ["木棉一"],
        ["440199199001010017"],
        [],
    )


def test_receipt_speaks_a_foreigners_language_first(staffed: Office) -> None:
    case_id = cases.accepted(replace(staffed, applicant=people.enter(people.foreigner())))

    words = Paper(acceptance_receipt(case_id, address=ADDRESS, at=AT), "receipt-en").words

    assert words.index("Acceptancereceipt") < words.index("受理回执")


def test_registration_at_once_is_said_to_be_done(staffed: Office) -> None:
    example = next(one for one in EXAMPLES if one.service == "DC-LOSS")
    at = moment_at(example.on, time(10))
    registered = walk(example, staffed, at)

    paper = Paper(acceptance_receipt(CaseId(registered.pk), address=ADDRESS, at=at))

    assert paper.lacks("登记回执", "已当场办结") == []


def test_there_is_no_receipt_before_acceptance(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with pytest.raises(CaseUnknown):
        acceptance_receipt(case_id, address=ADDRESS, at=AT)
    assert receipt_of(case_id) is None


def test_family_sheet_holds_the_receipt_of_every_application(staffed: Office) -> None:
    group = open_group(by=on_duty(staffed.acceptor), at=AT)
    three = [cases.accepted(staffed, group_id=group) for _ in range(3)]
    addresses = {case_id: f"{ADDRESS}{case_id}" for case_id in three}

    paper = Paper(family_sheet(group, addresses=addresses, at=AT), "family")

    numbers = [receipt_number(case_id) for case_id in three]
    wanted = [("Code128", number) for number in numbers] + [("QRCode", address) for address in addresses.values()]
    assert (paper.sizes, paper.codes) == ([(210, 297)], sorted(wanted))
    assert paper.lacks(*[LETTERS.shown(number) for number in numbers]) == []
    assert [one.case_id for one in family_of(group)] == three


def test_notice_names_each_item_with_its_remedy_and_that_nothing_else_may_be_demanded(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    issue_material_notice(case_id=case_id, items=["A08", "A01", "B02"], by=on_duty(staffed.acceptor), at=AT)
    notice = Notice.objects.get(case_id=case_id)
    items = [current_rulebook().notice_item_of[code] for code in ("A01", "A08", "B02")]

    paper = Paper(material_notice(notice.number, at=AT, address=ADDRESS), "notice")

    assert paper.codes == [("Code128", notice.number), ("QRCode", ADDRESS)]
    assert (
        paper.lacks(
            "一次性告知书",
            "木棉一",
            "200001",
            "2026年12月20日",
            "我们不会再要求本书以外的材料",
            "nothing else may be demanded later",
            *[text.in_language(language) for item in items for text in (item.text, item.remedy) for language in ("zh", "en")],
        )
        == []
    )


def test_later_demand_says_which_of_its_items_are_a_breach(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    for items in (["A01"], ["A01", "A08"]):
        issue_material_notice(case_id=case_id, items=items, by=on_duty(staffed.acceptor), at=AT)
        answer_notice(case_id=case_id, by=by_somebody(), at=AT)
    first, second = Notice.objects.filter(case_id=case_id).order_by("ordinal")

    words = [Paper(material_notice(one.number, at=AT)).words.count("违规：第一次告知没有写这一项") for one in (first, second)]

    assert words == [0, 1]


def test_refusal_gives_ground_reason_and_remedy_with_its_days(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    cases.refuse(staffed, case_id, reason=REASON, ground=RefusalGround.IDENTITY_NOT_PROVEN)
    row = Letter.objects.get(case_id=case_id)

    paper = Paper(letter(row.number, at=AT, address=ADDRESS), "refusal")

    assert (paper.sizes, paper.codes) == ([(210, 297)], [("Code128", row.number), ("QRCode", ADDRESS)])
    law = current_rulebook().law_of["EEAL2012"].title
    assert (
        paper.lacks(
            "不予许可决定书",
            "木棉一",
            "不能证明身份",
            f"{law.zh}第12条",
            f"{law.en}, article 12",
            REASON.zh,
            REASON.en,
            "60日内",
            "within 60 days",
            "6个月内",
            "200003",
        )
        == []
    )


def test_letter_of_an_application_that_was_not_accepted(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    decline_acceptance(
        case_id=case_id,
        ground=RefusalGround.NOT_COMPETENT,
        law="《行政许可法》第三十二条",
        reason=REASON,
        by=on_duty(staffed.acceptor),
        at=AT,
    )

    paper = Paper(letter(Letter.objects.get(case_id=case_id).number, at=AT), "decline")

    assert paper.lacks("不予受理决定书", "本机关职权范围", "《行政许可法》第三十二条", "60日内", case(case_id).draft_code) == []


def test_letter_on_a_longer_limit_names_the_new_day(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    limit = CaseLimit.objects.get(case_id=case_id, kind="statutory")
    assert limit.extendable_to
    cases.extend(staffed, case_id, by_days=limit.extendable_to - limit.value, reason=REASON)
    due = CaseLimit.objects.get(pk=limit.pk).due_on

    paper = Paper(letter(Letter.objects.get(case_id=case_id).number, at=AT), "extension")

    assert paper.lacks("延长办理期限告知书", f"{due.year}年{due.month}月{due.day}日", REASON.zh) == []


def test_employer_gets_a_slip_to_send_back_and_no_way_into_the_case(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    request_consent(case_id=case_id, addressed_to="虚构单位", reason=REASON, by=on_duty(staffed.approver), at=AT)
    row = Letter.objects.get(case_id=case_id)

    paper = Paper(letter(row.number, at=AT, address=ADDRESS), "consent")

    assert paper.codes == [("Code128", row.number)]
    assert paper.lacks("虚构单位：", "木棉一向本机关申请", "回执（单位填写）", "We do not consent", "单位（盖章）") == []


def test_approval_says_what_comes_next(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    paper = Paper(approval_letter(case_id, at=AT, address=ADDRESS), "approval")

    assert paper.codes == [("Code128", receipt_number(case_id)), ("QRCode", ADDRESS)]
    assert paper.lacks("准予许可决定书", "木棉一", "200003", "collect it with your receipt") == []


def test_case_that_was_not_approved_has_no_approval(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(CaseUnknown):
        approval_letter(case_id, at=AT)
    assert approved_case(case_id) is None


def test_every_kind_of_letter_has_its_title() -> None:
    assert set(LETTER_TITLES) == set(LetterKind)


def test_number_may_be_typed_with_blanks_and_small_letters(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    request_consent(case_id=case_id, addressed_to="虚构单位", reason=REASON, by=on_duty(staffed.approver), at=AT)
    number = Letter.objects.get(case_id=case_id).number

    found = [letter_of(written, viewer=staffed.approver) for written in (number, LETTERS.shown(number).lower(), number[::-1], "")]

    assert [one and one.number for one in found] == [number, number, None, None]
    assert notice_of(number) is None
