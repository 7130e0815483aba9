"""What could not be done with the reference lists. The sentence of each says what was not done, why, and what to do next."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class NothingToCompare(Refusal):
    """A person has no name, so no list could find him."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "未提交名单核查：此人没有姓名。请先补录姓名。",
                "The lists were not asked: the person has no name. Enter the name first.",
            )
        )


class MatchRefused(Refusal):
    """A match was not shown or not decided; the sentence says why."""


class PairsRefused(Refusal):
    """A file of pairs was not compared; nothing was written."""


class ReplayRefused(Refusal):
    """A result was not explained or not made again; the sentence says why."""


class LoadRefused(Refusal):
    """A file was not loaded at all; the list stays as it was."""


class FilingRefused(Refusal):
    """A unit's filing was not taken, or a clerk not named; the sentence says why."""


class DeliveryRefused(Refusal):
    """What arrived was not taken, or a source not recorded; the sentence says why."""


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
    "what_hangs_on_a_match_is_seen_with_a_look": Text(
        "未显示：距上次查看已超过十五分钟。请重新写明理由查看。",
        "Nothing was shown: your last look is more than a quarter of an hour ago. Say again why you look.",
    ),
    "a_note_says_something": Text(
        "未保存：备注为空或过长。请写二至两千字。", "The note was not kept: it is empty or too long. Write 2 to 2,000 characters."
    ),
    "nobody_reviews_his_own_decision": Text(
        "未复核：您曾对此人作出认定。请由另一名经办民警复核。",
        "Nothing was reviewed: you have decided about this person yourself. Another holder has to review it.",
    ),
    "a_review_is_done_once": Text(
        "未复核：这项异议已经复核。请刷新页面。", "Nothing was reviewed: this objection was reviewed already. Reload the page."
    ),
    "a_review_says_why": Text(
        "未复核：没有写明理由。请写明依据。", "Nothing was reviewed: the reason is missing. State what the outcome rests on."
    ),
    "an_objection_is_about_what_was_asked": Text(
        "未登记异议：这项申请没有需要复核的内容。请到大厅咨询。",
        "No objection was taken: there is nothing to review in this application. Ask at the hall.",
    ),
    "an_objection_says_something": Text(
        "未登记异议：没有写明理由。请写明您认为哪里有误。",
        "No objection was taken: it says nothing yet. Write what you believe to be wrong.",
    ),
    "a_correction_is_asked_for_once_at_a_time": Text(
        "未发出：这条记录已有待答复的更正请求。请等待答复。",
        "Nothing was sent: a request about this entry waits for its answer already. Wait for it.",
    ),
    "a_request_for_correction_says_what": Text(
        "未发出：没有写明哪里有误。请写明。", "Nothing was sent: what is wrong with the entry is missing. Write it."
    ),
    "nobody_answers_his_own_request": Text(
        "未答复：不能答复自己提出的更正请求。请由另一名经办民警答复。",
        "Nothing was answered: nobody answers his own request. Another holder of the list has to.",
    ),
    "a_correction_is_answered_once": Text(
        "未答复：这项请求已经答复。请刷新页面。", "Nothing was answered: this request was answered already. Reload the page."
    ),
    "an_answer_about_an_entry_says_why": Text(
        "未答复：没有写明理由。请写明依据。", "Nothing was answered: the reason is missing. State what the answer rests on."
    ),
    "an_alarm_is_taken_once": Text(
        "未确认：这项警情已由他人确认。请刷新页面。", "Nothing was taken: a colleague has taken this alarm. Reload the page."
    ),
    "a_second_look_is_anothers": Text(
        "未办理：这项复看不归您，或已完成。请刷新页面。",
        "Nothing was done: this second look is not yours, or was taken already. Reload the page.",
    ),
    "a_second_look_says_why": Text(
        "未保存：没有写明理由。请写明依据。", "Nothing was kept: the reason is missing. State what your judgement rests on."
    ),
    "who_files_is_a_clerk_of_a_unit": Text(
        "未办理：您不是登记备案单位的经办人，或授权已到期。请联系本单位人事部门。",
        "Nothing was done: you do not file for a unit, or no longer. Speak to your unit's personnel department.",
    ),
    "a_filing_stands_before_it_is_changed": Text(
        "未办理：本单位没有这条有效的登记备案。请刷新页面。",
        "Nothing was done: your unit has no such filing that still stands. Reload the page.",
    ),
    "consent_is_asked_of_the_unit_that_filed": Text(
        "未发函：该比对尚未认定为本人，或备案单位在本系统没有账户。请改用纸质函件。",
        "Nothing was sent: the match was not found true, or its unit has no desk here. Write by ordinary letter.",
    ),
    "consent_is_asked_of_one_unit_at_a_time": Text(
        "未发函：已有待答复的征求意见函。请等待答复。",
        "Nothing was sent: a request to this unit waits for its answer already. Wait for it.",
    ),
    "consent_is_answered_once": Text(
        "未答复：这份函件已经答复，或不是发给本单位的。请刷新页面。",
        "Nothing was answered: this letter was answered already, or is not to your unit. Reload the page.",
    ),
    "who_withholds_consent_says_why": Text(
        "未答复：不同意时须写明理由。请写明。", "Nothing was answered: who withholds consent says why. Write the reason."
    ),
    "a_source_sends_its_own_lists": Text(
        "未接收：该来源无权报送这份名单。请核对名单代码。",
        "Nothing was taken: this source may not send that list. Check the code of the list.",
    ),
    "a_key_means_one_delivery": Text(
        "未接收：这个幂等键已用于另一份内容。请换一个。",
        "Nothing was taken: the idempotency key was used for another delivery. Use a new one.",
    ),
    "an_officer_files_for_no_unit": Text(
        "未登记：民警账户不能作为单位经办人。请另设账户。",
        "Nothing was recorded: an officer's account cannot file for a unit. Open another account.",
    ),
}
"""Refusals that the database speaks, by the name of what was to be broken."""
