"""What the answers to choose from are called on pages; the rulebook knows them by short codes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _


def choice_name(fact: str, value: str) -> str:
    """One answer to a question, in words; a code that has no words here is shown as it is."""
    return _names().get(fact, {}).get(value, value)


def _names() -> Mapping[str, Mapping[str, str]]:
    return {
        "case.action": {
            "issue": _("a first one"),
            "extension": _("a longer stay"),
            "change": _("a change of kind"),
            "renewal": _("a new one for an old one"),
            "reissue": _("a replacement"),
            "add_companion": _("to add a companion"),
            "remove_companion": _("to remove a companion"),
        },
        "case.destination": {"HKG": _("Hong Kong"), "MAC": _("Macao"), "TWN": _("Taiwan")},
        "case.purpose": {
            "family_visit": _("a visit to the family"),
            "family_member": _("living with the family"),
            "humanitarian": _("a humanitarian reason"),
            "foster_care": _("foster care"),
            "property": _("a property matter"),
            "study": _("study"),
            "examination": _("an examination"),
            "work": _("work"),
            "post": _("taking up a post"),
            "training": _("training"),
            "dependant": _("following a family member"),
            "treatment": _("medical treatment"),
            "funeral": _("a funeral"),
            "lawsuit": _("a lawsuit"),
            "other": _("something else"),
        },
        "case.remark": {
            "former_name": _("a former name"),
            "traditional_characters": _("the name in traditional characters"),
            "foreign_name": _("a foreign name"),
            "other_spelling": _("another spelling"),
            "photograph": _("another photograph"),
            "other": _("something else"),
        },
        "case.relation": {
            "spouse": _("husband or wife"),
            "parent": _("father or mother"),
            "child": _("son or daughter"),
            "other": _("something else"),
        },
        "case.pr_ground": {
            "investment": _("an investment"),
            "post": _("a post held"),
            "talent": _("special talent"),
            "contribution": _("a great contribution"),
            "spouse": _("husband or wife"),
            "child": _("son or daughter"),
            "elder": _("an elder joining the family"),
            "none": _("none of these"),
        },
    }
