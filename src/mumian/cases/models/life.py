"""A case, its moves, and the reference lists frozen on it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from mumian.cases.models.naming import CODE, choices, one_of, written
from mumian.cases.terms import (
    THREE_HANDS,
    AcceptanceRule,
    CaseStage,
    Command,
    Hand,
    ListAnswerKind,
    MoverKind,
)
from mumian.catalogue.models import ReferenceList, RulebookLoad, Service
from mumian.catalogue.terms import Path
from mumian.offices.models import Bureau, Department, Hall, Officer
from mumian.people.models import Organisation, Person

HANDS = [hand.value for hand in THREE_HANDS]
BY_PEOPLE = [ListAnswerKind.OTHER_PERSON.value, ListAnswerKind.TRUE_MATCH.value, ListAnswerKind.CONDITION_MET.value]
POPULATION = "POPULATION"
TWO_PEOPLE = ["EXIT_BAR", "WANTED"]
OF_NAMES = [ListAnswerKind.NO_MATCH.value, ListAnswerKind.OPEN_MATCH.value, *BY_PEOPLE]
OF_POPULATION = [ListAnswerKind.AGREES.value, ListAnswerKind.DIFFERS.value]
WITH_A_FOLDER = [
    CaseStage.ACCEPTED.value,
    CaseStage.APPROVED.value,
    CaseStage.IN_PRODUCTION.value,
    CaseStage.READY.value,
]
"""Where the folder of a paper case goes from hand to hand."""
WITHOUT_RECEIPT = [
    CaseStage.DRAFT.value,
    CaseStage.SUBMITTED.value,
    CaseStage.AWAITING_MATERIALS.value,
    CaseStage.NOT_ACCEPTED.value,
    CaseStage.WITHDRAWN.value,
    CaseStage.ARCHIVED.value,
]


class TransitionRow(models.Model):
    """A line of the table of moves, equal to `rules.transitions`; nobody but a migration writes it."""

    path = models.CharField(max_length=16)
    command = models.CharField(max_length=32)
    from_stage = models.CharField(max_length=24)
    to_stage = models.CharField(max_length=24)
    hand = models.CharField(max_length=12, blank=True, default="")
    movers: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=12))
    roles: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=24), default=list)
    seconder = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        db_table = "cases_transition"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["path", "command", "from_stage", "to_stage"], name="a_move_stands_in_the_table_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.from_stage} → {self.to_stage} ({self.command})"


class Group(models.Model):
    """Applications that are accepted together, such as those of a family."""

    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return str(self.pk)


class Batch(models.Model):
    """Applications that a firm hands in together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return str(self.pk)


class Case(models.Model):
    """An application from draft to archive.

    `stage`, `round`, `moves` and `moved_at` are written only by the database, when a move is recorded. A case that is reopened
    begins another round: other hands, lists asked anew. `due_on` and `due_before` repeat the nearer limit that is not met yet.
    """

    draft_code = models.CharField(max_length=10, unique=True)
    receipt_number = models.CharField(max_length=10, null=True, unique=True)  # noqa: DJ001  # none before acceptance, no two the same
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    family = models.CharField(max_length=40)
    path = models.CharField(max_length=16, choices=choices(Path))
    document = models.CharField(max_length=40, blank=True, default="")
    variant = models.CharField(max_length=40, blank=True, default="")
    channel = models.CharField(max_length=16)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    applied_with = models.CharField(max_length=4)
    """The last four characters of the identity or document number used to apply."""
    facts = models.JSONField(default=dict)
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    bureau = models.ForeignKey(Bureau, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact_officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    folder_barcode = models.CharField(max_length=10, null=True, unique=True)  # noqa: DJ001  # cases without paper have none
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    rulebook_load = models.ForeignKey(RulebookLoad, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    counter_approval = models.BooleanField(default=False)
    fee = models.PositiveIntegerField(null=True)
    due_on = models.DateField(null=True)
    due_before = models.DateTimeField(null=True)
    clock_stopped = models.BooleanField(default=False)
    stage = models.CharField(max_length=24, choices=choices(CaseStage), default=CaseStage.DRAFT.value)
    round = models.PositiveSmallIntegerField(default=1)
    moves = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("stage", CaseStage), name="a_case_is_in_a_known_stage"),
            models.CheckConstraint(condition=one_of("path", Path), name="a_case_goes_a_known_path"),
            models.CheckConstraint(condition=Q(draft_code__regex=CODE), name="draft_code_is_ten_signs"),
            models.CheckConstraint(
                condition=Q(receipt_number__isnull=True) | Q(receipt_number__regex=CODE), name="receipt_number_is_ten_signs"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=WITHOUT_RECEIPT) | Q(receipt_number__isnull=False, accepted_at__isnull=False),
                name="an_accepted_case_has_a_receipt_number",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, due_before__isnull=True) | Q(due_on__isnull=False, due_before__isnull=False),
                name="a_due_day_has_its_last_moment",
            ),
            models.CheckConstraint(
                condition=Q(folder_barcode__isnull=True) | Q(channel__in=["counter", "post_agent"]),
                name="only_paper_cases_have_a_folder",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("stage", "due_before", "id", name="cases_of_a_stage_by_time_left"),
            models.Index("stage", "hall", "due_before", name="cases_of_a_hall_by_time_left"),
            models.Index(
                "due_before", "id", condition=Q(folder_barcode__isnull=False, stage__in=WITH_A_FOLDER), name="folders_under_way"
            ),
            models.Index("due_before", condition=Q(due_before__isnull=False), name="cases_due"),
            models.Index("group", condition=Q(group__isnull=False), name="cases_of_a_group"),
            models.Index("batch", condition=Q(batch__isnull=False), name="cases_of_a_batch"),
        ]

    def __str__(self) -> str:
        return f"case:{self.pk}"


class Move(models.Model):
    """One change of stage: who, when, why. `hand` is filled in from the table of moves; the row is never changed.

    An officer acts in the department he is posted to. A machine's acceptance is a named rule and counts as a department's.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves_made", db_index=False)
    number = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)
    command = models.CharField(max_length=32, choices=choices(Command))
    from_stage = models.CharField(max_length=24, choices=choices(CaseStage))
    to_stage = models.CharField(max_length=24, choices=choices(CaseStage))
    hand = models.CharField(max_length=12, blank=True, default="")
    mover = models.CharField(max_length=12, choices=choices(MoverKind))
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    seconder = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    seconder_department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField(max_length=40, blank=True, default="")
    proof = models.CharField(max_length=80, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="moves_of_a_case_are_numbered"),
            models.CheckConstraint(
                condition=Q(mover=MoverKind.OFFICER.value, officer__isnull=False, department__isnull=False, rule="")
                | Q(
                    mover=MoverKind.RULE.value,
                    officer__isnull=True,
                    department__isnull=False,
                    rule__in=[rule.value for rule in AcceptanceRule],
                )
                | Q(
                    mover__in=[MoverKind.APPLICANT.value, MoverKind.CLOCK.value, MoverKind.COURIER.value],
                    officer__isnull=True,
                    department__isnull=True,
                    rule="",
                ),
                name="a_move_is_made_by_a_person_or_a_named_rule",
            ),
            models.CheckConstraint(condition=~Q(mover=MoverKind.COURIER.value) | written("proof"), name="delivery_has_its_proof"),
            models.CheckConstraint(
                condition=Q(seconder__isnull=True) | ~Q(seconder=F("officer")), name="nobody_countersigns_himself"
            ),
            ExclusionConstraint(
                name="three_hands_are_three_different_people",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("round", RangeOperators.EQUAL),
                    ("officer", RangeOperators.EQUAL),
                    ("hand", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(hand__in=HANDS, officer__isnull=False),
            ),
            ExclusionConstraint(
                name="three_hands_come_from_three_departments",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("round", RangeOperators.EQUAL),
                    ("department", RangeOperators.EQUAL),
                    ("hand", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(hand__in=HANDS) & ~Q(command=Command.APPROVE_AT_COUNTER.value),
            ),
            models.UniqueConstraint(
                fields=["case", "round"],
                condition=Q(hand__in=[Hand.ACCEPT.value]),
                name="a_case_is_accepted_once_in_a_round",
            ),
            models.UniqueConstraint(
                fields=["case", "round"],
                condition=Q(hand__in=[Hand.DECIDE.value]),
                name="a_case_is_decided_once_in_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.number}: {self.from_stage} → {self.to_stage}"


class FrozenList(models.Model):
    """A reference list that this round of the case must have cleared. Only the database writes it, from the rulebook in force."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="frozen_lists", db_index=False)
    round = models.PositiveSmallIntegerField()
    list = models.ForeignKey(ReferenceList, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "round", "list"], name="a_list_is_frozen_once_in_a_round"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.list_id}"


class ListAnswer(models.Model):
    """What a frozen list said; the last answer counts, earlier ones stay."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="list_answers", db_index=False)
    round = models.PositiveSmallIntegerField()
    list = models.ForeignKey(ReferenceList, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=16, choices=choices(ListAnswerKind))
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    seconder = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(list=POPULATION, answer__in=OF_POPULATION) | (~Q(list=POPULATION) & Q(answer__in=OF_NAMES)),
                name="a_list_is_cleared_in_its_own_way",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=BY_PEOPLE) | (Q(officer__isnull=False) & written("reason")),
                name="a_match_is_resolved_by_a_person_who_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=BY_PEOPLE, list__in=TWO_PEOPLE) | Q(seconder__isnull=False),
                name="two_people_resolve_a_match_on_the_barred_and_wanted_lists",
            ),
            models.CheckConstraint(
                condition=Q(seconder__isnull=True) | ~Q(seconder=F("officer")), name="nobody_resolves_a_match_twice"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "round", "list", "-id"], name="answers_of_a_list"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.list_id}: {self.answer}"


class FolderScan(models.Model):
    """The folder of a paper case was scanned in a department."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="folder_scans", db_index=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case", "-id"], name="scans_of_a_folder")]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.department_id}"
