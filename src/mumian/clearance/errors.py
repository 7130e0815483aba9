"""What could not be done with the reference lists. The sentence of each says what was not done, why, and what to do next."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class NothingToCompare(Refusal):
    """A person has neither identity nor document number, so no list could find him."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "未提交名单核查：此人既没有身份号码，也没有证件号码。请先补录其中一项。",
                "The lists were not asked: the person has neither an identity number nor a document number. Enter one first.",
            )
        )


class MatchRefused(Refusal):
    """A match was not shown or not decided; the sentence says why."""


class PairsRefused(Refusal):
    """A file of pairs was not compared; nothing was written."""


class LoadRefused(Refusal):
    """A file was not loaded at all; the list stays as it was."""


REFUSED_BY: Final[dict[str, Text]] = {
    "details_belong_to_the_holders_of_a_list": Text(
        "未办理：您不是这份名单的经办民警。请转给该名单的经办民警。",
        "Nothing was done: you do not hold this list. Pass it on to one of its holders.",
    ),
    "who_acts_is_signed_in": Text(
        "未办理：登录已失效。请重新登录后再办。",
        "Nothing was done: your session has ended. Sign in again and repeat.",
    ),
    "a_look_says_why": Text(
        "未显示：没有写明查看理由。请用几个字说明为什么查看。",
        "Nothing was shown: no reason was given. Say in a few words why you look.",
    ),
    "a_decision_says_why": Text(
        "未作出认定：没有写明理由。请写明依据。",
        "Nothing was decided: the reason is missing. State what the decision rests on.",
    ),
    "two_different_people_decide": Text(
        "未确认：认定人不能确认自己的认定。请由该名单的另一名经办民警确认。",
        "The decision was not confirmed: nobody confirms his own. Another holder of the list has to.",
    ),
    "a_match_is_on_record": Text(
        "未办理：没有这条比对结果。请刷新页面。",
        "Nothing was done: there is no such match. Reload the page.",
    ),
    "a_condition_follows_a_true_match": Text(
        "未登记：只有认定为本人之后，才能登记单位同意或限制解除。请先认定。",
        "Nothing was recorded: consent or the end of a restriction comes after the match was found true. Decide that first.",
    ),
    "a_decision_waits_for_confirmation": Text(
        "未确认：这项认定已撤回、已确认，或不需要确认。请刷新页面。",
        "Nothing was confirmed: the decision was withdrawn, is confirmed, or needs none. Reload the page.",
    ),
    "a_register_is_agreed_with_by_the_same_person": Text(
        "未登记：人口信息库只能认定为本人，不设条件。请改选。",
        "Nothing was recorded: of the population register only the same person can be found, and there are no conditions. "
        "Choose that.",
    ),
}
"""Refusals that the database speaks, by the name of what was to be broken."""
