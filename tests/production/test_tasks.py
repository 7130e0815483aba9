"""What production hears from below."""

from __future__ import annotations

import pytest

from mumian.catalogue.events import RulebookLoaded
from mumian.foundation.outbox import Delivery
from mumian.foundation.outbox.subscribing import subscriptions
from mumian.production.queries import accounts_of_blanks
from mumian.production.rules.kinds import USUAL_KINDS
from tests.factories.production import AT

EVENT = RulebookLoaded(load_id=1, rulebook="guangzhou", version="1", digest="0" * 64, at=AT)
SUBSCRIBER = "production.enter_usual_kinds"


@pytest.mark.django_db
@pytest.mark.usefixtures("rulebook_loaded")
def test_loaded_rulebook_brings_its_kinds_of_blanks_however_often_it_is_told() -> None:
    told = subscriptions()[SUBSCRIBER]

    for attempt in (1, 2):
        told.handler(EVENT, Delivery(event_id=1, subscriber=SUBSCRIBER, attempt=attempt, at=AT))

    assert [account.kind for account in accounts_of_blanks()] == sorted(kind.code for kind in USUAL_KINDS)


@pytest.mark.django_db
def test_rulebook_that_knows_none_of_the_documents_brings_no_kinds() -> None:
    subscriptions()[SUBSCRIBER].handler(EVENT, Delivery(event_id=1, subscriber=SUBSCRIBER, attempt=1, at=AT))

    assert accounts_of_blanks() == ()
