"""The navigation of the desks: each officer is led where he works, and nowhere else."""

from __future__ import annotations

from django.urls import reverse

from mumian.web.desk.navigation import PLACES


def test_every_place_exists_and_stands_there_once() -> None:
    addresses = [reverse(place.name) for place in PLACES]

    assert len(addresses) == len(set(addresses))
