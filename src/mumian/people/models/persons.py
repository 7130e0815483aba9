"""People, their names, numbers, documents and guardians, and organisations."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q, Value

from mumian.people.terms import DocumentState, NumberScheme, OrganisationKind, PersonKind, Relation, Sex, SpellingOrigin

THREE_CAPITALS = r"^[A-Z]{3}$"
DIVISION = r"^[0-9]{6}$"
DOCUMENT_NUMBER = r"^[A-Z0-9]+(\([0-9A]\))?$"
"""Identity cards of Hong Kong and Macao write their check in brackets."""


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The words of an enum as plain strings, so that no class is written into a migration."""
    return [(word.value, word.value) for word in words]


def one_of(column: str, words: type[StrEnum]) -> Q:
    """The column holds one of these words."""
    return Q(**{f"{column}__in": [word.value for word in words]})


def _prefix(column: str, name: str) -> models.Index:
    """An index that also serves "begins with"."""
    return models.Index(OpClass(F(column), name="varchar_pattern_ops"), name=name)


class Person(models.Model):
    """Somebody who applies, or for whom somebody applies: a resident, a compatriot of Hong Kong, Macao or Taiwan, a foreigner.

    `register_division` is where the household register of a resident is kept. `invented` marks persons of demonstrations.
    """

    kind = models.CharField(max_length=12, choices=choices(PersonKind))
    account = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="person")
    name = models.CharField(max_length=80)
    name_form = models.CharField(max_length=80)
    sex = models.CharField(max_length=1, choices=choices(Sex))
    birth_date = models.DateField()
    nationality = models.CharField(max_length=3)
    register_division = models.CharField(max_length=6, null=True)  # noqa: DJ001  # no division is not an empty one
    invented = models.BooleanField(default=False)
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("kind", PersonKind), name="person_is_of_a_known_kind"),
            models.CheckConstraint(condition=one_of("sex", Sex), name="sex_is_as_documents_write_it"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_form=""), name="everybody_has_a_name"),
            models.CheckConstraint(condition=Q(nationality__regex=THREE_CAPITALS), name="nationality_is_three_capitals"),
            models.CheckConstraint(
                condition=Q(register_division__isnull=True) | Q(register_division__regex=DIVISION),
                name="household_register_is_in_a_division",
            ),
            models.CheckConstraint(
                condition=Q(register_division__isnull=True) | Q(kind=PersonKind.RESIDENT.value),
                name="only_residents_have_a_household_register",
            ),
            models.CheckConstraint(
                condition=(Q(kind=PersonKind.FOREIGNER.value) & ~Q(nationality="CHN"))
                | (~Q(kind=PersonKind.FOREIGNER.value) & Q(nationality="CHN")),
                name="foreigners_are_not_chinese_citizens",
            ),
            models.UniqueConstraint(fields=["id", "birth_date"], name="person_and_his_birth_date"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            _prefix("name_form", "person_by_name"),
            models.Index(fields=["birth_date"], name="person_by_birth_date"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LatinSpelling(models.Model):
    """One Latin spelling of a name; a person may have several."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="spellings")
    surname = models.CharField(max_length=80)
    given = models.CharField(max_length=80, blank=True, default="")
    form = models.CharField(max_length=160)
    origin = models.CharField(max_length=12, choices=choices(SpellingOrigin))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "surname", "given"], name="a_spelling_is_kept_once_for_a_person"),
            models.CheckConstraint(condition=one_of("origin", SpellingOrigin), name="spelling_has_a_known_origin"),
            models.CheckConstraint(condition=Q(form__regex=r"^[A-Z]+$"), name="form_of_a_spelling_is_bare_capitals"),
        ]
        indexes: ClassVar[list[models.Index]] = [_prefix("form", "person_by_latin_name")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.origin}"


SHAPES: dict[NumberScheme, str] = {
    NumberScheme.CITIZEN: r"^[1-8][0-9]{16}[0-9X]$",
    NumberScheme.OLD_CITIZEN: r"^[1-8][0-9]{14}$",
    NumberScheme.PERMANENT_RESIDENCE: r"^9[0-9]{16}[0-9X]$",
    NumberScheme.OLD_PERMANENT_RESIDENCE: r"^[A-Z]{3}[0-9]{12}$",
    NumberScheme.HONG_KONG: r"^[A-Z]{1,2}[0-9]{6}\([0-9A]\)$",
}


def _has_its_shape() -> Q:
    condition = Q()
    for scheme, shape in SHAPES.items():
        condition |= Q(scheme=scheme.value, number__regex=shape)
    return condition


class IdentityNumber(models.Model):
    """A number that names a person for life, or did; it belongs to one person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    scheme = models.CharField(max_length=24, choices=choices(NumberScheme))
    number = models.CharField(max_length=18)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number", "scheme"], name="an_identity_number_belongs_to_one_person"),
            models.CheckConstraint(condition=_has_its_shape(), name="identity_number_has_the_shape_of_its_scheme"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.scheme}"


class Guardianship(models.Model):
    """Who stands for a minor. `minor_birth_date` follows the person's, so that the constraint can speak of age."""

    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guards")
    minor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    minor_birth_date = models.DateField()
    relation = models.CharField(max_length=12, choices=choices(Relation))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(guardian=F("minor")), name="nobody_guards_himself"),
            models.CheckConstraint(condition=one_of("relation", Relation), name="guardian_stands_in_a_known_relation"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="guardianship_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="a_guardian_is_entered_once_for_a_minor",
                expressions=[
                    ("guardian", RangeOperators.EQUAL),
                    ("minor", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} → {self.minor_id}"


class HeldDocument(models.Model):
    """A document somebody holds or held. An endorsement or a visa sits in a `carrier`; `variant` says of which kind it is."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    type_code = models.CharField(max_length=40)
    number = models.CharField(max_length=24)
    issuer = models.CharField(max_length=3)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    variant = models.CharField(max_length=40, blank=True, default="")
    carrier = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="carried")
    state = models.CharField(max_length=12, choices=choices(DocumentState))
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number", "type_code", "issuer"], name="a_document_number_is_used_once"),
            models.UniqueConstraint(fields=["id", "person"], name="document_and_its_holder"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="document_expires_after_it_is_issued",
            ),
            models.CheckConstraint(condition=one_of("state", DocumentState), name="document_is_in_a_known_state"),
            models.CheckConstraint(condition=Q(issuer__regex=THREE_CAPITALS), name="issuer_of_a_document_is_three_capitals"),
            models.CheckConstraint(condition=Q(number__regex=DOCUMENT_NUMBER), name="document_number_is_capitals_and_digits"),
            models.CheckConstraint(condition=~Q(carrier=F("id")), name="no_document_carries_itself"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "type_code"], name="documents_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.type_code}"


class Organisation(models.Model):
    """A firm, school, hotel or authority; numbers of organisations are public (GB 32100)."""

    kind = models.CharField(max_length=12, choices=choices(OrganisationKind))
    name_zh = models.CharField(max_length=160)
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_form = models.CharField(max_length=160)
    credit_code = models.CharField(max_length=18, null=True, unique=True)  # noqa: DJ001  # many may have none, no two the same
    division = models.CharField(max_length=6)
    invented = models.BooleanField(default=False)
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("kind", OrganisationKind), name="organisation_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(credit_code__isnull=True) | Q(credit_code__regex=r"^[0-9A-Z]{18}$"),
                name="credit_code_is_eighteen_characters",
            ),
            models.CheckConstraint(condition=Q(division__regex=DIVISION), name="organisation_is_in_a_division"),
        ]
        indexes: ClassVar[list[models.Index]] = [_prefix("name_form", "organisation_by_name")]

    def __str__(self) -> str:
        return self.name_zh
