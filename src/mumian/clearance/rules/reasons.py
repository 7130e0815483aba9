"""Why a person and an entry agree or do not: codes, and their words."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from mumian.foundation.words import Text


class ReasonCode(StrEnum):
    """One piece of evidence."""

    NAME_SAME = "name_same"
    NAME_WRITING = "name_writing"
    NAME_PINYIN = "name_pinyin"
    NAME_HONG_KONG = "name_hong_kong"
    NAME_MACAU = "name_macau"
    NAME_WADE_GILES = "name_wade_giles"
    NAME_HOKKIEN = "name_hokkien"
    NAME_MIXED = "name_mixed"
    NAME_KOREAN = "name_korean"
    NAME_JAPANESE = "name_japanese"
    NAME_VIETNAMESE = "name_vietnamese"
    NAME_MINORITY = "name_minority"
    NAME_SCHEMES = "name_schemes"
    NAME_LATIN = "name_latin"
    NAME_ORDER = "name_order"
    NAME_UMLAUT = "name_umlaut"
    NAME_TRANSLITERATED = "name_transliterated"
    NAME_WESTERN = "name_western"
    NAME_MARRIED = "name_married"
    NAME_HOLE = "name_hole"
    NAME_NEAR_SIGN = "name_near_sign"
    NAME_CUT_OFF = "name_cut_off"
    NAME_INITIALS = "name_initials"
    NAME_PARTIAL = "name_partial"
    NAME_HOMOPHONE = "name_homophone"
    NAME_ONE_SIGN = "name_one_sign"
    NAME_OTHER = "name_other"
    NAME_SILENT = "name_silent"
    NAME_COMMON = "name_common"
    ALIAS = "alias"
    BIRTH_SAME = "birth_same"
    BIRTH_YEAR = "birth_year"
    BIRTH_TURNED = "birth_turned"
    BIRTH_ONE_DIGIT = "birth_one_digit"
    BIRTH_LUNAR = "birth_lunar"
    BIRTH_DOUBTFUL = "birth_doubtful"
    BIRTH_OTHER = "birth_other"
    BIRTH_SILENT = "birth_silent"
    BIRTH_FROM_NUMBER = "birth_from_number"
    BIRTH_NO_DATE = "birth_no_date"
    ID_SAME = "id_same"
    ID_SAME_15_18 = "id_same_15_18"
    ID_DAMAGED = "id_damaged"
    ID_OTHER = "id_other"
    ID_OTHER_VALID = "id_other_valid"
    ID_SILENT = "id_silent"
    ID_FAILS_CHECK = "id_fails_check"
    DOC_SAME = "doc_same"
    DOC_NEAR = "doc_near"
    DOC_OTHER = "doc_other"
    DOC_SILENT = "doc_silent"
    SEX_OTHER = "sex_other"
    NATIONALITY_SAME = "nationality_same"
    NATIONALITY_OTHER = "nationality_other"


REASON_WORDS: Final[dict[ReasonCode, Text]] = {
    ReasonCode.NAME_SAME: Text("姓名完全相同", "the names are the same"),
    ReasonCode.NAME_WRITING: Text(
        "姓名相同，仅写法不同（繁简、异体或间隔号）", "the names are the same in another writing (traditional, variant or dot)"
    ),
    ReasonCode.NAME_PINYIN: Text("拼音拼写与汉字姓名相符", "the spelling is the pinyin of the written name"),
    ReasonCode.NAME_HONG_KONG: Text("香港拼法与汉字姓名相符", "the spelling is a Hong Kong spelling of the written name"),
    ReasonCode.NAME_MACAU: Text("澳门拼法与汉字姓名相符", "the spelling is a Macau spelling of the written name"),
    ReasonCode.NAME_WADE_GILES: Text(
        "台湾拼法（威妥玛、通用等）与汉字姓名相符",
        "the spelling is the Wade-Giles form of the written name, or another of Taiwan",
    ),
    ReasonCode.NAME_HOKKIEN: Text("闽南语拼法与汉字姓名相符", "the spelling is a Hokkien form of the written name"),
    ReasonCode.NAME_MIXED: Text("拼写按混合拼法与汉字姓名相符", "the spelling fits the written name by several schemes together"),
    ReasonCode.NAME_KOREAN: Text("与韩国（朝鲜）姓名读音相符", "the name fits by its Korean reading"),
    ReasonCode.NAME_JAPANESE: Text("与日本姓名读音相符", "the name fits by its Japanese reading"),
    ReasonCode.NAME_VIETNAMESE: Text("与越南姓名读音相符", "the name fits by its Vietnamese reading"),
    ReasonCode.NAME_MINORITY: Text("少数民族姓名的音译相符", "the minority name fits by its transcription"),
    ReasonCode.NAME_SCHEMES: Text("两种拼法可能出自同一汉字姓名", "two schemes of spelling can stand for one written name"),
    ReasonCode.NAME_LATIN: Text("拉丁字母姓名相同", "the Latin names are the same"),
    ReasonCode.NAME_ORDER: Text("拉丁字母姓名相同，仅顺序或空格不同", "the Latin names are the same in another order or spacing"),
    ReasonCode.NAME_UMLAUT: Text("拼写仅 ü 的写法不同", "the spellings differ only in how ü is written"),
    ReasonCode.NAME_TRANSLITERATED: Text("姓名是不同的转写", "the names are transliterations of one another"),
    ReasonCode.NAME_WESTERN: Text("除外文名外姓名相符", "the names agree but for a Western given name"),
    ReasonCode.NAME_MARRIED: Text("除冠夫姓外姓名相同", "the names agree but for the husband's surname before it"),
    ReasonCode.NAME_HOLE: Text("姓名相同，一方有缺字", "the names agree where one lacks a character"),
    ReasonCode.NAME_NEAR_SIGN: Text("姓名仅差常混用的字", "the names differ only in characters that are often mixed up"),
    ReasonCode.NAME_CUT_OFF: Text("一方姓名被截断", "one of the names is cut off"),
    ReasonCode.NAME_INITIALS: Text("一方名字只有首字母", "one given name stands only in initials"),
    ReasonCode.NAME_PARTIAL: Text("姓名部分相同", "the names agree in part"),
    ReasonCode.NAME_HOMOPHONE: Text("姓名同音不同字", "the names sound alike and are written differently"),
    ReasonCode.NAME_ONE_SIGN: Text("姓名差一个字", "the names differ in one character"),
    ReasonCode.NAME_OTHER: Text("姓名不同", "the names differ"),
    ReasonCode.NAME_SILENT: Text("一方没有姓名", "one side has no name"),
    ReasonCode.NAME_COMMON: Text("这是常见姓名", "it is a common name"),
    ReasonCode.ALIAS: Text("按别名相符", "it agrees by an alias"),
    ReasonCode.BIRTH_SAME: Text("出生日期相同", "the birth dates are the same"),
    ReasonCode.BIRTH_YEAR: Text("出生年份相同，一方没有月日", "the birth years are the same and one side knows only the year"),
    ReasonCode.BIRTH_TURNED: Text("出生月日颠倒", "day and month of birth are turned round"),
    ReasonCode.BIRTH_ONE_DIGIT: Text("出生日期差一位数字", "the birth dates differ in one digit"),
    ReasonCode.BIRTH_LUNAR: Text("一方出生日期是农历", "one birth date is that of the lunar calendar"),
    ReasonCode.BIRTH_DOUBTFUL: Text(
        "双方出生日期写法相同，但日历上没有这一天", "the birth dates are written alike, but the calendar has no such day"
    ),
    ReasonCode.BIRTH_OTHER: Text("出生日期不同", "the birth dates differ"),
    ReasonCode.BIRTH_SILENT: Text("一方没有出生日期", "one side has no birth date"),
    ReasonCode.BIRTH_FROM_NUMBER: Text("出生日期取自身份号码", "a birth date was taken from the citizen number"),
    ReasonCode.BIRTH_NO_DATE: Text(
        "一方出生日期不是日历上的日期，请核对", "a birth date is none of the calendar and should be checked"
    ),
    ReasonCode.ID_SAME: Text("身份号码相同", "the identity numbers are the same"),
    ReasonCode.ID_SAME_15_18: Text("十五位与十八位身份号码是同一号码", "the citizen numbers of 15 and 18 digits are one number"),
    ReasonCode.ID_DAMAGED: Text(
        "一方身份号码校验不符，与另一方仅差一位或一处颠倒",
        "one identity number fails its check and is one digit or one swap from the other",
    ),
    ReasonCode.ID_OTHER: Text("身份号码不同", "the identity numbers differ"),
    ReasonCode.ID_OTHER_VALID: Text(
        "两个有效的公民身份号码不同，是两个人", "two valid citizen numbers differ: they are two people"
    ),
    ReasonCode.ID_SILENT: Text("一方没有身份号码", "one side has no identity number"),
    ReasonCode.ID_FAILS_CHECK: Text(
        "一方公民身份号码校验不符，请核对", "a citizen number fails its check and should be looked at"
    ),
    ReasonCode.DOC_SAME: Text("证件号码相同", "the document numbers are the same"),
    ReasonCode.DOC_NEAR: Text("证件号码差一位", "the document numbers differ in one character"),
    ReasonCode.DOC_OTHER: Text("证件号码不同（证件会换发）", "the document numbers differ (documents are renewed)"),
    ReasonCode.DOC_SILENT: Text("一方没有证件号码", "one side has no document number"),
    ReasonCode.SEX_OTHER: Text("性别不同", "the sexes differ"),
    ReasonCode.NATIONALITY_SAME: Text("国籍相同", "the nationalities are the same"),
    ReasonCode.NATIONALITY_OTHER: Text("国籍不同", "the nationalities differ"),
}
