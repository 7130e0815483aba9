"""What pages and papers call the values of this package."""

from __future__ import annotations

from typing import Final

from mumian.foundation.identifiers import Sex
from mumian.foundation.words import Text
from mumian.people.terms.persons import DocumentState, NumberScheme, PersonKind, Relation, SpellingOrigin
from mumian.people.terms.register import Agreement

KIND_NAMES: Final[dict[PersonKind, Text]] = {
    PersonKind.RESIDENT: Text("内地居民", "resident of the mainland"),
    PersonKind.COMPATRIOT: Text("港澳台居民", "resident of Hong Kong, Macao or Taiwan"),
    PersonKind.FOREIGNER: Text("外国人", "foreigner"),
}
SEX_NAMES: Final[dict[Sex, Text]] = {
    Sex.MALE: Text("男", "male"),
    Sex.FEMALE: Text("女", "female"),
    Sex.UNSPECIFIED: Text("未说明", "not stated"),
}
SCHEME_NAMES: Final[dict[NumberScheme, Text]] = {
    NumberScheme.CITIZEN: Text("公民身份号码", "citizen number"),
    NumberScheme.OLD_CITIZEN: Text("公民身份号码（15位）", "citizen number of 15 digits"),
    NumberScheme.PERMANENT_RESIDENCE: Text("永久居留身份号码", "permanent-residence number"),
    NumberScheme.OLD_PERMANENT_RESIDENCE: Text("永久居留证号码（旧）", "permanent-residence number, old form"),
    NumberScheme.HONG_KONG: Text("香港身份证号码", "Hong Kong identity card number"),
}
ORIGIN_NAMES: Final[dict[SpellingOrigin, Text]] = {
    SpellingOrigin.PINYIN: Text("按拼音", "by Pinyin"),
    SpellingOrigin.DOCUMENT: Text("按证件", "as a document writes it"),
    SpellingOrigin.DECLARED: Text("本人申明", "as the person declares it"),
}
DOCUMENT_STATE_NAMES: Final[dict[DocumentState, Text]] = {
    DocumentState.VALID: Text("有效", "valid"),
    DocumentState.LOST: Text("已挂失", "reported lost"),
    DocumentState.REPLACED: Text("已换发", "replaced"),
    DocumentState.CANCELLED: Text("已注销", "cancelled"),
}
RELATION_NAMES: Final[dict[Relation, Text]] = {
    Relation.PARENT: Text("父母", "parent"),
    Relation.GRANDPARENT: Text("祖父母、外祖父母", "grandparent"),
    Relation.SIBLING: Text("兄姐", "elder brother or sister"),
    Relation.APPOINTED: Text("指定监护人", "appointed guardian"),
}
AGREEMENT_NAMES: Final[dict[Agreement, Text]] = {
    Agreement.AGREES: Text("与人口登记一致", "agrees with the population register"),
    Agreement.DIFFERS: Text("与人口登记不一致", "differs from the population register"),
    Agreement.NOT_FOUND: Text("人口登记中没有查到", "not found in the population register"),
    Agreement.NO_REGISTER: Text("没有装载人口登记", "no population register is loaded"),
}
