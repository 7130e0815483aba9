"""The words of this package."""

from __future__ import annotations

from mumian.foundation.identifiers import Sex
from mumian.people.terms.persons import (
    INVENTED_DIVISION,
    SCHEME_OF,
    DocumentFacts,
    DocumentState,
    GuardianFacts,
    LatinName,
    NumberScheme,
    OrganisationFacts,
    OrganisationId,
    OrganisationKind,
    PersonFacts,
    PersonId,
    PersonKind,
    Relation,
    SpellingOrigin,
    person_key,
)
from mumian.people.terms.register import (
    FIELD_NAMES,
    Agreement,
    RegisterAnswer,
    RegisterEncoding,
    RegisterFacts,
    RegisterFault,
    RegisterField,
    RegisterState,
    RejectedLine,
)

__all__ = [
    "FIELD_NAMES",
    "INVENTED_DIVISION",
    "SCHEME_OF",
    "Agreement",
    "DocumentFacts",
    "DocumentState",
    "GuardianFacts",
    "LatinName",
    "NumberScheme",
    "OrganisationFacts",
    "OrganisationId",
    "OrganisationKind",
    "PersonFacts",
    "PersonId",
    "PersonKind",
    "RegisterAnswer",
    "RegisterEncoding",
    "RegisterFacts",
    "RegisterFault",
    "RegisterField",
    "RegisterState",
    "RejectedLine",
    "Relation",
    "Sex",
    "SpellingOrigin",
    "person_key",
]
