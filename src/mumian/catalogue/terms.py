"""The words of the rulebook that the program itself must understand."""

from __future__ import annotations

from enum import StrEnum

from mumian.foundation.calendar import DayType
from mumian.foundation.deadlines import Unit as LimitUnit

__all__ = ["DayType", "LimitUnit"]


class FactType(StrEnum):
    """What kind of value a fact has.

    Dates travel as ISO text, so that conditions compare them as text: `date.on < '2019-04-01'`.
    """

    INT = "int"
    BOOL = "bool"
    TEXT = "text"
    DATE = "date"
    LIST = "list"


class GivenBy(StrEnum):
    """Who can say a fact; `derived` facts are worked out from others or supplied by the program itself."""

    APPLICANT = "applicant"
    REGISTER = "register"
    DOCUMENT = "document"
    CASE = "case"
    OFFICE = "office"
    LISTS = "lists"
    DERIVED = "derived"


class RuleKind(StrEnum):
    """A rule either asks whether something holds, or gives a value."""

    CONDITION = "condition"
    VALUE = "value"


class Otherwise(StrEnum):
    """What follows when a condition does not hold.

    `refuse` never refuses by itself: it carries the ground to the approval officer. `fast` only closes the short way,
    `warn` only warns.
    """

    REJECT = "reject"
    ROUTE = "route"
    REFUSE = "refuse"
    NOTICE = "notice"
    REVIEW = "review"
    ALERT = "alert"
    WARN = "warn"
    FAST = "fast"
    SET = "set"


class Path(StrEnum):
    """How a service runs: through all three departments, to a decision without a document, or registered at once."""

    FULL = "full"
    DECISION = "decision"
    REGISTRATION = "registration"


class Order(StrEnum):
    """Whether a service is open to everybody who asks, or to those with a stated reason and its proof."""

    ON_DEMAND = "on_demand"
    BY_REASON = "by_reason"


class Confidence(StrEnum):
    """How far an entry can be trusted; `given` is the account that the office is modelled on."""

    GIVEN = "given"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Stage(StrEnum):
    """The stages that share out the promised days."""

    ACCEPTANCE = "acceptance"
    CLEARANCE = "clearance"
    APPROVAL = "approval"
    PRODUCTION = "production"
    DELIVERY = "delivery"


class MaterialForm(StrEnum):
    """In what form a material is handed in."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"
    BOTH = "both"


class Detection(StrEnum):
    """Whether the program finds a deficiency by itself or an officer marks it."""

    AUTO = "auto"
    OFFICER = "officer"


class WindowKind(StrEnum):
    """What a window is for."""

    ACCEPT_CITIZEN = "accept_citizen"
    ACCEPT_FOREIGNER = "accept_foreigner"
    COLLECT = "collect"
    CONSULT = "consult"


class DivisionKind(StrEnum):
    """The rank of an administrative division."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"


class Accepts(StrEnum):
    """Whose applications a place takes."""

    OWN_DISTRICT = "own_district"
    OWN_CITY = "own_city"
    ANYWHERE = "anywhere"


class LeafletSection(StrEnum):
    """The sections of a leaflet, in the order in which they are read."""

    WHO = "who"
    MATERIALS = "materials"
    STEPS = "steps"
    FEES = "fees"
    TIME_LIMIT = "time_limit"
    WHERE = "where"
    CONTACT = "contact"
    RIGHTS_AND_REMEDIES = "rights_and_remedies"


class Audience(StrEnum):
    """Who asks: anybody, the acceptance counter, or the approval office. Only the office's answer reads the reference lists."""

    PUBLIC = "public"
    COUNTER = "counter"
    OFFICE = "office"


class Outcome(StrEnum):
    """The answer to "may this be done?", worst first.

    `ask` means that a fact is missing, `grant` that nothing stands against it.
    """

    NOT_OFFERED = "not_offered"
    NOT_ELIGIBLE = "not_eligible"
    REFUSE = "refuse"
    ROUTE = "route"
    REVIEW = "review"
    ASK = "ask"
    NOTICE = "notice"
    GRANT = "grant"
