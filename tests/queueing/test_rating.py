"""Whom the device of a window asks: the last visitor it served, as long as he can be the one who answers."""

from __future__ import annotations

import pytest

from mumian.queueing.errors import RatingRefused
from mumian.queueing.models import Rating
from mumian.queueing.queries import asked_now
from mumian.queueing.services import begin_service, call_next, rate
from mumian.queueing.terms import Answer
from tests.factories.queueing import FIRST, AtWork, at, take
from tests.queueing.test_visits import served

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_who_went_without_an_answer_is_not_asked_about_after_the_next_has_rated(work: AtWork) -> None:
    served(work)
    second = served(work, after=90)
    rate(rating_key=second, answer=Answer.SATISFIED, at=at(180))

    assert asked_now(window=FIRST, at=at(181)) is None


def test_one_is_asked_until_the_next_is_served_and_not_only_until_he_is_called(work: AtWork) -> None:
    first = served(work)
    take(after=80)
    call_next(window=FIRST, officer=work.first, at=at(81))

    walking = asked_now(window=FIRST, at=at(82))
    begin_service(window=FIRST, officer=work.first, at=at(90))

    assert (walking, asked_now(window=FIRST, at=at(91))) == ((first, "A001"), None)


def test_an_answer_after_the_next_was_served_is_not_kept(work: AtWork) -> None:
    first = served(work)
    served(work, after=90)

    with pytest.raises(RatingRefused, match="time to rate this visit is over"):
        rate(rating_key=first, answer=Answer.SATISFIED, at=at(100))

    assert not Rating.objects.exists()


def test_an_answer_of_days_later_is_not_kept(work: AtWork) -> None:
    key = served(work)

    with pytest.raises(RatingRefused, match="time to rate this visit is over"):
        rate(rating_key=key, answer=Answer.SATISFIED, at=at(3 * 86400))
