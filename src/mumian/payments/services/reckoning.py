"""Reckon up what an officer has taken at a window: at the end of a day, or of his duty there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mumian.foundation.clock import local_date
from mumian.foundation.money import Money
from mumian.offices.models import Officer, Window
from mumian.offices.terms import OfficerId
from mumian.payments.errors import NOTHING_TAKEN, ReconciliationRefused
from mumian.payments.models import Receipt, Reconciliation, Refund
from mumian.payments.queries import fen, not_reckoned_up
from mumian.payments.rules.taking import may_reconcile, takings
from mumian.payments.terms import Method, ReconciliationId


@transaction.atomic
def reconcile_takings(
    *, officer: OfficerId, window: str, counted_cash: Money, counted_card: Money, at: datetime, explanation: str = ""
) -> ReconciliationId:
    """Hold what was counted against receipts and refunds since the last reckoning of this officer at this window.

    `counted_card` is the total of the card terminal. Raises ReconciliationRefused when nothing was taken, or when a difference is
    not explained.
    """
    Officer.objects.select_for_update(of=("self",), no_key=True).get(pk=officer)  # one reckoning at a time
    waiting_receipts, waiting_refunds = not_reckoned_up(officer=officer, window=window)
    receipts, refunds = list(waiting_receipts), list(waiting_refunds)
    expected = takings(
        [(Method(row.method), fen(row.amount)) for row in receipts],
        [(Method(row.receipt.method), fen(row.amount)) for row in refunds],
    )
    if not receipts and not refunds:
        raise ReconciliationRefused(NOTHING_TAKEN)
    verdict = may_reconcile(
        difference_cash=counted_cash - expected.cash, difference_card=counted_card - expected.card, explanation=explanation
    )
    if verdict.reason:
        raise ReconciliationRefused(verdict.reason)
    reckoning = Reconciliation.objects.create(
        officer_id=officer,
        window=Window.objects.get(code=window),
        on=local_date(at),
        cash=expected.cash.coins,
        card=expected.card.coins,
        receipts_count=expected.receipts,
        refunds_count=expected.refunds,
        counted_cash=counted_cash.coins,
        counted_card=counted_card.coins,
        explanation=explanation.strip(),
        reconciled_at=at,
    )
    Receipt.objects.filter(pk__in=[row.pk for row in receipts]).update(reconciliation=reckoning)
    Refund.objects.filter(pk__in=[row.pk for row in refunds]).update(reconciliation=reckoning)
    return ReconciliationId(reckoning.pk)
