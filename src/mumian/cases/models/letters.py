"""What is handed in, declared, demanded and written about a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mumian.cases.models.life import Case
from mumian.cases.models.naming import CODE, choices, one_of, written
from mumian.cases.models.time import ClockStop
from mumian.cases.terms import Declared, LetterKind, RefusalGround
from mumian.catalogue.models import Material
from mumian.catalogue.models import NoticeItem as CatalogueItem
from mumian.offices.models import Officer


class HandedIn(models.Model):
    """A material that was handed in, and who took it (none: the applicant sent it in by himself)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handed_in", db_index=False)
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "material"], name="a_material_is_handed_in_once"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.material_id}"


class Declaration(models.Model):
    """What the applicant declared; asked of everybody, and never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="declarations", db_index=False)
    subject = models.CharField(max_length=16, choices=choices(Declared))
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "subject"], name="a_declaration_is_made_once"),
            models.CheckConstraint(condition=one_of("subject", Declared), name="a_declaration_is_about_a_known_subject"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.subject}: {self.yes}"


class Notice(models.Model):
    """The one-time notice, and demands after it (`ordinal` 2 and on). It is answered once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=10, unique=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    issued_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="notices_of_a_case_are_numbered"),
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at__isnull=True), name="one_notice_is_open_at_a_time"),
            models.CheckConstraint(condition=Q(number__regex=CODE), name="notice_number_is_ten_signs"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="notices_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return self.number


class NoticeItem(models.Model):
    """One of the 74 items, demanded in a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="items", db_index=False)
    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "item"], name="an_item_stands_on_a_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.item_id}"


class Breach(models.Model):
    """A demand that was not on the one-time notice. Only the database writes it, when such an item is demanded."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="breaches", db_index=False)
    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "item"], name="a_breach_is_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.item_id}"


class Letter(models.Model):
    """A letter of the office: facts and reason in plain words, the ground in law, and the remedy."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=choices(LetterKind))
    number = models.CharField(max_length=10, unique=True)
    ground = models.CharField(max_length=24, choices=choices(RefusalGround), blank=True, default="")
    law = models.CharField(max_length=200, blank=True, default="")
    reason_zh = models.TextField()
    reason_en = models.TextField()
    remedy_zh = models.TextField(blank=True, default="")
    remedy_en = models.TextField(blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("kind", LetterKind), name="a_letter_is_of_a_known_kind"),
            models.CheckConstraint(condition=Q(number__regex=CODE), name="letter_number_is_ten_signs"),
            models.CheckConstraint(condition=written("reason_zh", "reason_en"), name="a_letter_gives_its_reason"),
            models.CheckConstraint(
                condition=~Q(kind__in=[LetterKind.REFUSAL.value, LetterKind.DECLINE.value])
                | (Q(ground__in=[ground.value for ground in RefusalGround]) & written("law", "remedy_zh", "remedy_en")),
                name="a_refusal_names_ground_law_and_remedy",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ConsentRequest(models.Model):
    """The employer is asked for the consent that only a list says is needed; the clock stands still meanwhile."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consent_requests")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    stop = models.OneToOneField(ClockStop, on_delete=models.PROTECT, related_name="+")
    addressed_to = models.CharField(max_length=160)
    given = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=written("addressed_to"), name="a_request_for_consent_is_addressed"),
            models.CheckConstraint(
                condition=Q(given__isnull=True, answered_at__isnull=True) | Q(given__isnull=False, answered_at__isnull=False),
                name="an_answered_request_says_yes_or_no",
            ),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id}"
