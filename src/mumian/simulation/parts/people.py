"""The people of the day are entered before they come, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mumian.people.services import enter_people
from mumian.simulation.acts import Act, Came
from mumian.simulation.stage import Stage
from mumian.simulation.town.applicants import Applicant, applicant
from mumian.simulation.worker import Worker


class PeoplePart:
    """`people.enter`: says number, service and district; learns the person's id."""

    name = "people"
    kinds = frozenset({"people.enter"})

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Nothing: who comes is known only when the day is drawn."""

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Enter them in one transaction."""
        people = [applicant_of(act.says, worker.stage) for act in acts]
        ids = enter_people(people=[one.person for one in people], at=acts[0].at)
        return [Came(act.number, says={"person": int(person)}) for act, person in zip(acts, ids, strict=True)]


def applicant_of(says: Mapping[str, Any], stage: Stage) -> Applicant:
    """The applicant of an act that names `number`, `service` and `district`."""
    return applicant(
        stage.people_before + says["number"],
        seed=stage.seed,
        service=says["service"],
        district=says["district"],
        on=stage.on,
    )
