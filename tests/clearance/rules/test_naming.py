"""Names agree by the habits of writing and spelling that people really use, and strangers' names do not."""

from __future__ import annotations

import pytest

from mumian.clearance.rules.naming import Degree, NameAgreement, compare_names
from mumian.clearance.rules.reasons import ReasonCode

AGREE = [
    ("陈大文", "陈大文", Degree.SAME, ReasonCode.NAME_SAME),
    ("陈大文", "陳大文", Degree.SAME, ReasonCode.NAME_WRITING),
    ("张峰", "張峯", Degree.SAME, ReasonCode.NAME_WRITING),
    ("李䶮", "李\ue863", Degree.SAME, ReasonCode.NAME_WRITING),
    ("买买提·艾力", "买买提艾力", Degree.SAME, ReasonCode.NAME_WRITING),
    ("陈大文", "CHEN DAWEN", Degree.SOUND, ReasonCode.NAME_PINYIN),
    ("陈大文", "DAWEN CHEN", Degree.SOUND, ReasonCode.NAME_PINYIN),
    ("吕欣", "LV XIN", Degree.SOUND, ReasonCode.NAME_PINYIN),
    ("单雄信", "SHAN XIONGXIN", Degree.SOUND, ReasonCode.NAME_PINYIN),
    ("王喆", "WANG ZHE", Degree.SOUND, ReasonCode.NAME_PINYIN),
    ("王ZHE", "WANG ZHE", Degree.SOUND, ReasonCode.NAME_PINYIN),
    ("陈大文", "CHAN TAI MAN", Degree.SOUND, ReasonCode.NAME_HONG_KONG),
    ("欧阳家辉", "AU YEUNG KA FAI", Degree.SOUND, ReasonCode.NAME_HONG_KONG),
    ("张玉玲", "CHEONG IOK LENG", Degree.SOUND, ReasonCode.NAME_HONG_KONG),
    ("郭成", "KUOK SENG", Degree.SOUND, ReasonCode.NAME_MACAU),
    ("蒋经国", "CHIANG CHINGKUO", Degree.SOUND, ReasonCode.NAME_WADE_GILES),
    ("陈文福", "TAN BOON HOCK", Degree.SOUND, ReasonCode.NAME_HOKKIEN),
    ("陈文伟", "TAN WENWEI", Degree.SOUND, ReasonCode.NAME_MIXED),
    ("陈大文", "PETER CHAN TAI MAN", Degree.SOUND, ReasonCode.NAME_WESTERN),
    ("李婉仪", "陈李婉仪", Degree.NEAR, ReasonCode.NAME_MARRIED),
    ("TANG LAN YING", "LEE TANG LAN YING", Degree.NEAR, ReasonCode.NAME_MARRIED),
    ("李晓明", "李*明", Degree.NEAR, ReasonCode.NAME_HOLE),
    ("肖薇", "萧薇", Degree.NEAR, ReasonCode.NAME_NEAR_SIGN),
    ("买买提·艾力", "MEMET ELI", Degree.SOUND, ReasonCode.NAME_MINORITY),
    ("扎西次仁", "TASHI TSERING", Degree.SOUND, ReasonCode.NAME_MINORITY),
    ("CIREN ZHUOMA", "TSERING DOLMA", Degree.NEAR, ReasonCode.NAME_MINORITY),
    ("LYU BU", "LU BU", Degree.SOUND, ReasonCode.NAME_UMLAUT),
    ("WEI WANG", "WANG WEI", Degree.SOUND, ReasonCode.NAME_ORDER),
    ("CHAN TAI MAN", "CHEN DAWEN", Degree.NEAR, ReasonCode.NAME_SCHEMES),
    ("김민수", "KIM MIN SU", Degree.SOUND, ReasonCode.NAME_KOREAN),
    ("김민수", "金民秀", Degree.SOUND, ReasonCode.NAME_KOREAN),
    ("田中太郎", "TANAKA TARO", Degree.SOUND, ReasonCode.NAME_JAPANESE),
    ("SATOU KENJI", "SATO KENJI", Degree.SOUND, ReasonCode.NAME_JAPANESE),
    ("Müller Jörg", "MUELLER JOERG", Degree.SAME, ReasonCode.NAME_LATIN),
    ("Хрущёв Никита", "KHRUSHCHEV NIKITA", Degree.SAME, ReasonCode.NAME_LATIN),
    ("محمد علي", "MOHAMED ALI", Degree.NEAR, ReasonCode.NAME_TRANSLITERATED),
    ("TCHAIKOVSKY PETER", "CHAIKOVSKII PETR", Degree.NEAR, ReasonCode.NAME_TRANSLITERATED),
    ("JOHN MICHAEL SMITH", "JOHN SMITH", Degree.NEAR, ReasonCode.NAME_PARTIAL),
    ("陈大文", "CHAN T M", Degree.PART, ReasonCode.NAME_INITIALS),
    ("王伟", "DAVID WANG", Degree.PART, ReasonCode.NAME_WESTERN),
]
DIFFER = [
    ("李伟", "李玮"),
    ("张建国", "张建军"),
    ("ZHANG WEI", "ZHANG LEI"),
    ("WANG FANG", "WANG FENG"),
    ("CHAN TAI MAN", "CHEN DAQIANG"),
    ("JOHN SMITH", "JANE SMITH"),
    ("陈英", "LEUNG YING CHUN"),
    ("王小明", "WANG XIAOMIN"),
    ("肖红", "薛红"),
]


@pytest.mark.parametrize(("one", "other", "degree", "reason"), AGREE)
def test_names_agree_and_say_why(one: str, other: str, degree: Degree, reason: ReasonCode) -> None:
    found = compare_names(one, other)

    assert (found.degree, found.reason) == (degree, reason)


@pytest.mark.parametrize(("one", "other"), DIFFER)
def test_names_of_strangers_do_not_agree(one: str, other: str) -> None:
    assert compare_names(one, other).degree <= Degree.PART


@pytest.mark.parametrize(("one", "other"), [*((row[0], row[1]) for row in AGREE), *DIFFER])
def test_comparison_is_symmetric(one: str, other: str) -> None:
    assert compare_names(one, other) == compare_names(other, one)


@pytest.mark.parametrize("name", ["", " ", "·", "?", "<<<", "\u0000", "X" * 400, "李" * 60, "A B C D E F G H I J K"])
def test_odd_names_are_compared_without_a_fault(name: str) -> None:
    assert compare_names(name, "陈大文").degree is Degree.CONTRADICT


OF_OTHER_READINGS = [
    ("邱子轩", "CHIOU TZU-HSUAN", Degree.SOUND, ReasonCode.NAME_WADE_GILES),
    ("张俊豪", "JHANG JYUN-HAO", Degree.SOUND, ReasonCode.NAME_WADE_GILES),
    ("林秀丽", "CHAN LAM SAU LAI", Degree.NEAR, ReasonCode.NAME_MARRIED),
    ("林美华", "HSU LIN MEI-HUA", Degree.NEAR, ReasonCode.NAME_MARRIED),
    ("陈方安生", "FONG ON SANG", Degree.NEAR, ReasonCode.NAME_MARRIED),
    ("吴瑞庆", "GOH SWEE KENG", Degree.SOUND, ReasonCode.NAME_HOKKIEN),
    ("张志贤", "TEO CHEE HEAN", Degree.SOUND, ReasonCode.NAME_HOKKIEN),
    ("金英洙", "KIM YOUNG SOO", Degree.SOUND, ReasonCode.NAME_KOREAN),
    ("朴智星", "PARK JI-SUNG", Degree.SOUND, ReasonCode.NAME_KOREAN),
    ("尹锡悦", "YUN SEOK-YEOL", Degree.SOUND, ReasonCode.NAME_KOREAN),
    ("林龙来", "IM YONG-NAE", Degree.SOUND, ReasonCode.NAME_KOREAN),
    ("JEONG MYEONG HUN", "CHUNG MYUNG WHUN", Degree.NEAR, ReasonCode.NAME_SCHEMES),
    ("阮文雄", "NGUYEN VAN HUNG", Degree.SOUND, ReasonCode.NAME_VIETNAMESE),
    ("陈氏梅", "MAI THI TRAN", Degree.SOUND, ReasonCode.NAME_VIETNAMESE),
    ("黄明德", "HUỲNH MINH ĐỨC", Degree.SOUND, ReasonCode.NAME_VIETNAMESE),
    ("عبد الرحمن", "ABDUL RAHMAN", Degree.NEAR, ReasonCode.NAME_TRANSLITERATED),
    ("عبدالرحمن علي", "ABDELRAHMAN ALI", Degree.NEAR, ReasonCode.NAME_TRANSLITERATED),
    ("MXHMD EBD ALRXHMN", "MOHAMMED ABDULRAHMAN", Degree.NEAR, ReasonCode.NAME_TRANSLITERATED),
    ("فاطمة الزهراء", "FATIMA AL ZAHRA", Degree.NEAR, ReasonCode.NAME_TRANSLITERATED),
    ("Ευάγγελος Χατζής", "EVANGELOS CHATZIS", Degree.SAME, ReasonCode.NAME_LATIN),
    ("ヤマダ ハナコ", "YAMADA HANAKO", Degree.SAME, ReasonCode.NAME_LATIN),
    ("なかむら きょうこ", "NAKAMURA KYOKO", Degree.SOUND, ReasonCode.NAME_JAPANESE),
]
STRANGERS = [
    ("KIM MIN SU", "KIM MIN JI"),
    ("CHAN TAI MAN", "CHAN TAI KEUNG"),
    ("LEE SU JIN", "LEE SU MIN"),
    ("NGUYEN VAN HUNG", "NGUYEN VAN DUNG"),
    ("TRAN THI MAI", "TRAN THI LAN"),
    ("محمد علي", "AHMED ALI"),
    ("عبد العزيز", "ABDUL RAHMAN"),
    ("阮文雄", "NGUYEN VAN DUNG"),
    ("金英洙", "KIM YOUNG HO"),
    ("林秀丽", "CHAN LAM SAU YING"),
    ("吴瑞庆", "GOH SWEE HOCK"),
]


@pytest.mark.parametrize(("one", "other", "degree", "reason"), OF_OTHER_READINGS)
def test_names_agree_by_readings_of_other_countries(one: str, other: str, degree: Degree, reason: ReasonCode) -> None:
    assert [compare_names(one, other), compare_names(other, one)] == [NameAgreement(degree, reason)] * 2


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_names_with_another_given_name_contradict(one: str, other: str) -> None:
    assert compare_names(one, other).degree is Degree.CONTRADICT
