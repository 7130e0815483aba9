"""Notices on screens, faults of amenities, service days, and the paces that estimates are made of."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import connection, transaction

from mumian.audit.terms import Acting, DetailValue
from mumian.foundation import outbox
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.models import Floor, Hall
from mumian.offices.queries import officer_by_id
from mumian.offices.services import keep_hall, keep_windows
from mumian.offices.terms import (
    DistrictSpan,
    FloorFacts,
    HallFacts,
    HallKind,
    HoursSpan,
    OfficerId,
    Role,
    WindowFacts,
    WindowKind,
)
from mumian.queueing.errors import ManagerRefused, QueueRefused, ServiceUnknown
from mumian.queueing.events import NoticeChanged
from mumian.queueing.models import AmenityFault, EstimateRecord, HallNotice, QueueService, ServiceDay
from mumian.queueing.services.asking import check_manager, check_own_session, check_works_in, hall_of, record, refusals
from mumian.queueing.terms import ServiceDayFacts

SEEN_WITHIN: Final = timedelta(hours=3)
OPENERS: Final = frozenset({Role.HALL_MANAGER, Role.LEADER})
"""Who opens service days."""
LEAST_SEEN: Final = 8
"""With fewer services seen in the last hours, the pace last measured stands, for `PACE_STANDS`; then the usual time."""
PACE_STANDS: Final = timedelta(days=14)
MISSED_DAYS: Final = timedelta(days=14)
"""So far back a worker that was away makes up for the records of estimates; no older ones are told to anybody."""
FORGET_PACE: Final = """
    UPDATE queueing_pace AS pace SET seen = 0, mean_s = service.usual_s, spread_s = service.spread_s
    FROM queueing_service AS service WHERE service.code = pace.service_id AND pace.refreshed_at < %s AND pace.seen > 0
"""

REFRESH_PACE: Final = """
    INSERT INTO queueing_pace (hall_id, service_id, seen, mean_s, spread_s, refreshed_at)
    SELECT hall_id, service_id, seen, greatest(mean_s, 5), greatest(coalesce(spread_s, 0), 0.3 * mean_s), %(at)s FROM (
        SELECT hall_id, service_id, count(*) AS seen, avg(took) AS mean_s, stddev_samp(took) AS spread_s FROM (
            SELECT hall_id, service_id, extract(epoch FROM ended_at - called_at)::float AS took
            FROM queueing_call WHERE ended_at > %(since)s AND ended_at <= %(at)s AND outcome IN ('done', 'served')
        ) AS one GROUP BY hall_id, service_id
    ) AS seen WHERE seen >= %(least)s
    ON CONFLICT (hall_id, service_id) DO UPDATE SET seen = excluded.seen, mean_s = excluded.mean_s, spread_s = excluded.spread_s,
        refreshed_at = excluded.refreshed_at
"""
RECORD_ERRORS: Final = """
    INSERT INTO queueing_estimaterecord (hall_id, day, made, inside, mean_abs_s, bias_s)
    SELECT hall_id, day, count(*), count(*) FILTER (WHERE first_wait_s BETWEEN low_s AND high_s),
        avg(abs(first_wait_s - (low_s + high_s) / 2.0)), avg(first_wait_s - (low_s + high_s) / 2.0)
    FROM queueing_ticket
    WHERE hall_id IN (SELECT hall_id FROM queueing_hallqueue) AND day = ANY(%(days)s) AND low_s IS NOT NULL
        AND first_wait_s IS NOT NULL AND parent_id IS NULL
    GROUP BY hall_id, day
    ON CONFLICT (hall_id, day) DO UPDATE SET made = excluded.made, inside = excluded.inside, mean_abs_s = excluded.mean_abs_s,
        bias_s = excluded.bias_s
"""


@transaction.atomic
def refresh_paces(*, at: datetime) -> int:
    """Measure what services take from those lately seen, and how right estimates were today; answers how many paces."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH_PACE, {"at": at, "since": at - SEEN_WITHIN, "least": LEAST_SEEN})
        measured = int(cursor.rowcount)
        cursor.execute(FORGET_PACE, [at - PACE_STANDS])
        cursor.execute(RECORD_ERRORS, {"days": _days_to_record(local_date(at))})
    return measured


def _days_to_record(today: date) -> list[date]:
    """Today and yesterday, whose evening may have come after its last record; with all days that the worker was away before."""
    last = EstimateRecord.objects.filter(day__lte=today).order_by("-day").values_list("day", flat=True).first()
    first = max(min(last or date.min, today - timedelta(days=1)), today - MISSED_DAYS)
    return [first + timedelta(days=number) for number in range((today - first).days + 1)]


@transaction.atomic
def put_notice(*, hall: str, says: Text, until: datetime, manager: OfficerId, acting: Acting, at: datetime) -> int:
    """Put a line on the screens of a hall until a moment; answers its id. Raises ManagerRefused."""
    place = hall_of(hall)
    check_manager(manager, place, at, acting=acting)
    if not says.zh.strip() or not says.en.strip() or until <= at:
        raise QueueRefused(WRONG_NOTICE)
    notice = HallNotice.objects.create(
        hall=place, says_zh=says.zh.strip()[:120], says_en=says.en.strip()[:200], put_by_id=manager, put_at=at, until=until
    )
    outbox.publish(NoticeChanged(hall=place.code, at=at))
    record(place, "notice_put", acting, at, {"zh": notice.says_zh, "en": notice.says_en})
    return int(notice.pk)


@transaction.atomic
def withdraw_notice(*, notice_id: int, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Take a line off the screens. Raises ManagerRefused, QueueRefused."""
    notice = HallNotice.objects.select_for_update(of=("self",)).select_related("hall").filter(pk=notice_id, until__gt=at).first()
    if notice is None:
        raise QueueRefused(NO_NOTICE)
    check_manager(manager, notice.hall, at, acting=acting)
    notice.until = at
    notice.save(update_fields=["until"])
    outbox.publish(NoticeChanged(hall=notice.hall.code, at=at))
    record(notice.hall, "notice_withdrawn", acting, at, {"notice": notice.pk})


@refusals()
@transaction.atomic
def report_fault(
    *, hall: str, floor: int, amenity: str, because: str, at: datetime, officer: OfficerId | None = None,
    acting: Acting | None = None,
) -> int:  # fmt: skip
    """Enter that something on a floor does not work; anybody in the hall may say so, its officers on record (`acting`).

    Raises QueueRefused for what is not there, NotPostedHere for an officer of another hall.
    """
    place = hall_of(hall)
    if officer is not None:
        check_works_in(officer, place, at)
    stated = Floor.objects.filter(hall=place, floor=floor, withdrawn_at__isnull=True).first()
    if stated is None or amenity not in stated.amenities or not because.strip():
        raise QueueRefused(NO_AMENITY)
    fault = AmenityFault.objects.create(
        hall=place, floor=floor, amenity=amenity, because=because.strip()[:200], reported_by_id=officer, reported_at=at
    )
    if acting is not None:
        record(place, "fault_reported", acting, at, {"fault": fault.pk, "floor": floor, "amenity": amenity})
    return int(fault.pk)


@transaction.atomic
def mend_fault(*, fault_id: int, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Enter that it works again; the time until then counted against the hall. Raises ManagerRefused, QueueRefused."""
    faults = AmenityFault.objects.select_for_update(of=("self",)).select_related("hall__bureau")
    fault = faults.filter(pk=fault_id, mended_at__isnull=True).first()
    if fault is None:
        raise QueueRefused(MENDED)
    check_manager(manager, fault.hall, at, acting=acting)
    fault.mended_by_id, fault.mended_at = manager, at
    fault.save(update_fields=["mended_by", "mended_at"])
    detail: dict[str, DetailValue] = {"fault": fault.pk, "floor": fault.floor, "amenity": fault.amenity}
    record(fault.hall, "fault_mended", acting, at, detail)


@transaction.atomic
def open_service_day(*, facts: ServiceDayFacts, manager: OfficerId, acting: Acting, at: datetime) -> str:
    """Open a temporary station as a hall with dates; answers its code. Its windows call the services of the day only.

    Raises ManagerRefused, ServiceUnknown, QueueRefused where the code is in use or the days make no sense.
    """
    opener = officer_by_id(manager, on=local_date(at))
    if opener is None or not opener.roles & OPENERS:
        raise ManagerRefused(NO_OPENER)
    check_own_session(opener, acting)
    if facts.last_on < facts.first_on or facts.windows < 1 or not facts.name.zh or not facts.place.zh:
        raise QueueRefused(WRONG_DAY)
    known = set(QueueService.objects.filter(pk__in=facts.services).values_list("pk", flat=True))
    if not facts.services or set(facts.services) - known:
        raise ServiceUnknown(NO_SERVICE.filled(code=", ".join(sorted(set(facts.services) - known)) or "-"))
    if Hall.objects.filter(code=facts.code).exists():
        raise QueueRefused(CODE_USED.filled(code=facts.code))
    keep_hall(
        hall=HallFacts(
            code=facts.code,
            bureau=facts.bureau,
            name=facts.name,
            kind=HallKind.BRANCH,
            address=facts.place,
            phone="-",
            districts=(DistrictSpan(facts.first_on, facts.last_on, facts.bureau),),
            hours=(HoursSpan(facts.first_on, facts.last_on, *(facts.hours,) * 4, make_up=facts.hours),),
            floors=(FloorFacts(1, facts.name),),
            services=(),
            daily_share=Decimal(0),
        ),
        at=at,
    )
    keep_windows(
        windows=[
            WindowFacts(
                f"{facts.code}-W{number:02d}", facts.code, number, 1, WindowKind.ACCEPT_CITIZEN, seated=True, low_counter=True
            )
            for number in range(1, facts.windows + 1)
        ],
        at=at,
    )
    hall = hall_of(facts.code)
    ServiceDay.objects.create(
        hall=hall,
        first_on=facts.first_on,
        last_on=facts.last_on,
        services=list(facts.services),
        staff=list(facts.staff),
        opened_by_id=manager,
        opened_at=at,
    )
    record(hall, "service_day_opened", acting, at, {"first_on": facts.first_on, "last_on": facts.last_on})
    return hall.code


NO_OPENER = Text(
    "未开设：便民服务日由大厅负责人或局领导开设。请联系他们。",
    "The service day was not opened: managers of halls and leaders open service days. Ask one of them.",
)
WRONG_DAY = Text(
    "未开设：请填写名称、地点和至少一个窗口，结束日期不能早于开始日期。",
    "The service day was not opened: it needs a name, a place, a window at least, and an end that is not before its beginning.",
)
WRONG_NOTICE = Text(
    "未发布：公告需有中英文，结束时间须在以后。请补充。", "The notice was not put up: it needs both languages and an end to come."
)
NO_NOTICE = Text("未撤下：这条公告已不在屏幕上。", "Nothing was taken down: this notice is not on the screens any more.")
NO_AMENITY = Text(
    "未登记：该楼层没有这项设施，或未写明问题。请核对。",
    "Nothing was entered: the floor has no such amenity, or nothing was said.",
)
MENDED = Text("无需处理：这项设施已修复。", "There is nothing to do: it was mended already.")
NO_SERVICE = Text(
    "未开设：没有这类业务（{code}）。请另选。", "The service day was not opened: nobody queues for {code}. Choose others."
)
CODE_USED = Text(
    "未开设：编号{code}已使用。请换一个编号。", "The service day was not opened: the code {code} is in use. Choose another."
)
