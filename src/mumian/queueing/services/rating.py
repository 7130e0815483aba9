"""The answer at the window: once for a ticket, bound to who served it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mumian.audit.terms import Acting
from mumian.foundation import outbox
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.queueing.errors import RatingRefused
from mumian.queueing.events import RatedUnsatisfied
from mumian.queueing.models import Call, Rating
from mumian.queueing.queries.boards import ASKED_FOR
from mumian.queueing.services.asking import check_manager, record, refusals
from mumian.queueing.terms import Answer, RatingReason


@refusals()
@transaction.atomic
def rate(*, rating_key: str, answer: Answer, at: datetime, reasons: Sequence[RatingReason] = (), device: str = "") -> int:
    """Keep what a visitor answered; answers the rating's id. One who is not satisfied says why, and the manager is told at once.

    Raises RatingRefused for a key nobody gave, a second answer, reasons that are missing, or an answer that comes when its
    visitor is gone: later than the device asks, or after the window began with somebody else.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("window", "hall", "ticket").filter(rating_key=rating_key)
    asked = call.first() if rating_key else None
    if asked is None:
        raise RatingRefused(NOT_ASKED)
    if Rating.objects.filter(ticket=asked.ticket_id).exists():
        raise RatingRefused(RATED)
    later = Call.objects.filter(hall=asked.hall_id, window=asked.window_id, called_at__gt=asked.called_at, began_at__isnull=False)
    if asked.ended_at is None or at - asked.ended_at > ASKED_FOR or later.exists():
        raise RatingRefused(GONE)
    if (answer is Answer.SATISFIED) is bool(reasons):
        raise RatingRefused(NO_REASON)
    rating = Rating.objects.create(
        ticket_id=asked.ticket_id,
        call=asked,
        hall_id=asked.hall_id,
        window_id=asked.window_id,
        officer_id=asked.officer_id,
        service_id=asked.service_id,
        reference=asked.reference,
        answer=answer.value,
        reasons=sorted({reason.value for reason in reasons}),
        device=device[:40],
        said_at=at,
    )
    if answer is Answer.UNSATISFIED:
        outbox.publish(
            RatedUnsatisfied(
                hall=asked.hall.code, window=asked.window.code, window_number=asked.window.number, number=asked.ticket.label,
                rating_id=rating.pk, at=at,
            )
        )  # fmt: skip
    return int(rating.pk)


@transaction.atomic
def see_rating(*, rating_id: int, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """The manager has looked after a visitor who was not satisfied. Raises RatingRefused, ManagerRefused."""
    rating = Rating.objects.select_for_update(of=("self",)).select_related("hall").filter(pk=rating_id).first()
    if rating is None:
        raise RatingRefused(NOT_ASKED)
    check_manager(manager, rating.hall, at, acting=acting)
    if rating.seen_at is None:
        rating.seen_at = at
        rating.save(update_fields=["seen_at"])
        record(rating.hall, "rating_looked_after", acting, at, {"rating": rating.pk})


NOT_ASKED = Text("未记录：没有待评价的办理。谢谢您。", "Nothing was kept: no service waits for an answer. Thank you.")
GONE = Text(
    "未记录：这次办理的评价时间已过。如有意见，请告诉大厅负责人。",
    "Nothing was kept: the time to rate this visit is over. Tell the hall manager what you wish to say.",
)
RATED = Text("这次办理已经评价过了，谢谢您。", "This visit was rated already. Thank you.")
NO_REASON = Text(
    "未记录：评价“一般”或“不满意”时请选择原因，评价“满意”时不需要。",
    "Nothing was kept: fair and unsatisfied come with a reason, satisfied without. Choose again.",
)
