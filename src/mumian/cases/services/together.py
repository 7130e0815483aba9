"""Applications that belong together: those of a family, and those that a firm hands in."""

from __future__ import annotations

from datetime import datetime

from mumian.cases.models import Batch, Group
from mumian.cases.services.movers import Mover
from mumian.people.terms import OrganisationId


def open_group(*, by: Mover, at: datetime) -> int:
    """Begin the group of a family; each application names it when its draft is opened (`group_id`). Answers its id."""
    return int(Group.objects.create(opened_by_id=by.on_staff.officer_id, opened_at=at).pk)


def open_batch(*, organisation: OrganisationId, by: Mover, at: datetime) -> int:
    """Begin what a firm hands in together; each application names it when its draft is opened (`batch_id`). Answers its id."""
    return int(Batch.objects.create(organisation_id=organisation, opened_by_id=by.on_staff.officer_id, opened_at=at).pk)
