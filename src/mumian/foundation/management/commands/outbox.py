"""`mumian manage outbox list | retry ID | discard ID --because …`: what is stuck in the outbox, and what to do about it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language

from mumian.foundation.clock import SystemClock, local
from mumian.foundation.errors import Refusal
from mumian.foundation.outbox.attention import DeadLetter, backlog, dead_letters, discard, retry


class Command(BaseCommand):
    help = "Show what is stuck in the outbox (list), let it be tried again (retry), or give it up with a reason (discard)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        listing = acts.add_parser("list", help="the dead letters and the backlog")
        listing.add_argument("--json", action="store_true", help="one JSON object instead of a table")
        again = acts.add_parser("retry", help="let a dead letter be tried again; those behind it follow")
        again.add_argument("delivery", type=int)
        giving_up = acts.add_parser("discard", help="give a dead letter up, so that those behind it can go on")
        giving_up.add_argument("delivery", type=int)
        giving_up.add_argument("--because", required=True, help="the reason, which is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["act"] == "list":
                self._list(as_json=options["json"])
            elif options["act"] == "retry":
                retry(delivery_id=options["delivery"], at=SystemClock().now())
                self.stdout.write(f"Delivery {options['delivery']} will be tried again.")
            else:
                discard(delivery_id=options["delivery"], because=options["because"], at=SystemClock().now())
                self.stdout.write(f"Delivery {options['delivery']} was given up; the reason is kept with it.")
        except Refusal as refusal:
            raise CommandError(refusal.sentence.in_language(get_language() or "en")) from refusal

    def _list(self, *, as_json: bool) -> None:
        behind, letters = backlog(), dead_letters()
        if as_json:
            answer = {"backlog": asdict(behind), "dead_letters": [asdict(letter) for letter in letters]}
            self.stdout.write(json.dumps(answer, default=str))
            return
        self.stdout.write(f"not handed on {behind.not_handed_on}, waiting {behind.waiting}, dead {behind.dead}")
        for letter in letters:
            self.stdout.write(line(letter))


def line(letter: DeadLetter) -> str:
    """One dead letter as a person reads it."""
    return (
        f"{letter.delivery_id}: {letter.topic} of {local(letter.occurred_at):%Y-%m-%d %H:%M} about {letter.key} "
        f"for {letter.subscriber}, tried {letter.attempts} times, {letter.held_up} behind it: {letter.failed_with}"
    )
