"""Tells Django about this package, the outbox what it wants to hear, and the worker what the clock brings."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mumian.cases"
    label = "cases"

    def ready(self) -> None:
        """Subscribe and declare; tables can be imported only now."""
        from mumian.cases import tasks  # noqa: PLC0415  # as above
        from mumian.clearance.events import AnswerChanged, ConsentAnswered  # noqa: PLC0415  # as above
        from mumian.foundation import outbox, rounds  # noqa: PLC0415  # as above

        outbox.subscribe(AnswerChanged, "cases.tell_lists_answered")(tasks.tell_lists_answered)
        outbox.subscribe(ConsentAnswered, "cases.take_answer_of_unit")(tasks.take_answer_of_unit)
        rounds.declare("cases.clock_strikes", every=timedelta(minutes=1))(lambda at: sum(tasks.clock_strikes(at).values()))
