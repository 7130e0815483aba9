"""Who holds a list: may see its matches and decide about them. Written by the role `lists` or the owner."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.utils import IntegrityError

from mumian.clearance.errors import MatchRefused
from mumian.clearance.terms import ListCode
from mumian.foundation.words import Text

ENTRUST = """
    INSERT INTO lists.holder (list_code, officer_id, valid_from, valid_to)
    SELECT list.code, officer.id, %s, %s FROM lists.reference_list list, offices_officer officer
    WHERE list.code = %s AND officer.badge_number = %s
"""
END = """
    UPDATE lists.holder SET valid_to = %s FROM offices_officer officer
    WHERE holder.officer_id = officer.id AND officer.badge_number = %s AND holder.list_code = %s
      AND coalesce(holder.valid_to > %s, true) AND holder.valid_from <= %s
"""
NOT_ENTRUSTED: Final = Text(
    "未登记：名单 {code} 尚未装入，或没有工号为 {badge} 的民警，或此人已是经办民警。请核对。",
    "Nothing was recorded: the list {code} was not loaded yet, there is no police officer {badge}, or he holds it already. "
    "Check both.",
)
NOT_HELD: Final = Text(
    "未登记：{badge} 当日不是名单 {code} 的经办民警。请核对。",
    "Nothing was recorded: {badge} does not hold the list {code} on that day. Check both.",
)


def entrust_list(*, code: ListCode, badge_number: str, valid_from: date, valid_to: date | None = None) -> None:
    """Make a police officer a holder of a list that has been loaded, for these days (inclusive). Raises MatchRefused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ENTRUST, [valid_from, valid_to, code, badge_number])
            found = cursor.rowcount
    except IntegrityError as fault:
        raise MatchRefused(NOT_ENTRUSTED.filled(code=code, badge=badge_number)) from fault
    if not found:
        raise MatchRefused(NOT_ENTRUSTED.filled(code=code, badge=badge_number))


def end_holding(*, code: ListCode, badge_number: str, last_day: date) -> None:
    """Let a holding end with this day. Raises MatchRefused."""
    with connection.cursor() as cursor:
        cursor.execute(END, [last_day, badge_number, code, last_day, last_day])
        if cursor.rowcount == 0:
            raise MatchRefused(NOT_HELD.filled(code=code, badge=badge_number))
