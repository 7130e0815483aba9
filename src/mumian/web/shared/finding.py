"""Finding a service by the words people use: looked for in names, kinds and leaflets, and said again in the office's own words.

No index is needed for some eighty services: their words are put together anew for each question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.foundation.words import Text

COMMON: Final[Mapping[str, tuple[str, ...]]] = {
    # Documents and what happens to them
    "护照": ("普通护照",),
    "passport": ("普通护照",),
    "丢": ("遗失", "丢失", "被盗"),
    "丢失": ("遗失", "丢失"),
    "遗失": ("遗失", "丢失"),
    "弄丢": ("遗失", "丢失"),
    "不见了": ("遗失", "丢失"),
    "挂失": ("挂失",),
    "被偷": ("被盗", "遗失"),
    "偷": ("被盗",),
    "坏": ("损毁", "损坏"),
    "破": ("损毁", "损坏"),
    "过期": ("换发", "失效", "延期"),
    "到期": ("换发", "失效", "延期"),
    "换": ("换发", "换领", "失效"),
    "续签": ("再次", "延期", "签注"),
    "新办": ("首次",),
    "第一次": ("首次",),
    "取证": ("领取",),
    "拿证": ("领取",),
    "加急": ("加急", "急事"),
    "小孩": ("未成年", "儿童"),
    "孩子": ("未成年", "儿童"),
    "lost": ("遗失", "丢失"),
    "stolen": ("被盗", "遗失"),
    "theft": ("被盗",),
    "damaged": ("损毁", "损坏"),
    "expired": ("换发", "失效"),
    "renew": ("换发", "延期", "再次", "换领"),
    "renewal": ("换发", "延期", "再次", "换领"),
    "first": ("首次",),
    "child": ("未成年", "儿童"),
    "children": ("未成年", "儿童"),
    "collect": ("领取",),
    "pick": ("领取",),
    # Places and journeys
    "港澳": ("港澳",),
    "香港": ("港澳", "香港"),
    "澳门": ("港澳", "澳门"),
    "台湾": ("台湾",),
    "通行证": ("通行证",),
    "签注": ("签注",),
    "旅游": ("旅游", "团队"),
    "探亲": ("探亲",),
    "回乡证": ("港澳居民来往内地",),
    "台胞证": ("台湾居民来往大陆",),
    "hong": ("港澳",),
    "kong": ("港澳",),
    "hk": ("港澳",),
    "macau": ("港澳",),
    "macao": ("港澳",),
    "taiwan": ("台湾",),
    "travel": ("旅游", "通行证", "旅行"),
    # Foreigners
    "visa": ("签证",),
    "visas": ("签证",),
    "绿卡": ("永久居留",),
    "green": ("永久居留",),
    "居留": ("居留",),
    "工作": ("工作",),
    "留学": ("学习",),
    "study": ("学习",),
    "student": ("学习",),
    "work": ("工作",),
    "job": ("工作",),
    "老外": ("外国人",),
    "住宿": ("住宿登记",),
    "hotel": ("住宿登记",),
    "register": ("住宿登记",),
    "入籍": ("加入中国国籍", "国籍"),
    "citizenship": ("国籍",),
    "记录": ("记录",),
    "records": ("出入境记录",),
}
"""What people type, and the words of the rulebook that stand for it; any of them will do."""

CHINESE: Final = re.compile('[\u4e00-\u9fff]+|[^\\s\u4e00-\u9fff，。、,.;:!?()（）“”"]+')
FILLING: Final = frozenset({"a", "an", "the", "my", "i", "to", "for", "of", "in", "and", "how", "need", "want", "card", "get"})


def found_by(book: Rulebook, words: str) -> frozenset[str]:
    """The codes of the services that answer to everything typed; all of them when nothing was typed."""
    wanted = [term for term in CHINESE.findall(words.casefold()) if term not in FILLING]
    texts = _texts(book)
    return frozenset(code for code, text in texts.items() if all(_answers(text, term) for term in wanted))


def _answers(text: str, term: str) -> bool:
    if term in text or any(word in text for word in COMMON.get(term, ())):
        return True
    parts = tuple(_known(term))
    return bool(parts) and all(part in text or any(word in text for word in COMMON[part]) for part in parts)


def _known(term: str) -> Iterator[str]:
    """The common words inside a Chinese term that was typed without spaces, the longest first from the left."""
    at = 0
    while at < len(term) and not term.isascii():
        word = next((term[at:end] for end in range(len(term), at, -1) if term[at:end] in COMMON), None)
        if word:
            yield word
        at += len(word) if word else 1


def _texts(book: Rulebook) -> Mapping[str, str]:
    """What is said about each service in both languages: its names and kinds, its family, and the leaflets that tell of it."""
    said: dict[str, list[Text]] = {service.code: _own(book, service) for service in book.services}
    for leaflet in book.leaflets:
        for code in leaflet.services:
            said[code] += (leaflet.title, leaflet.intro)
    return {code: " ".join([code, *(f"{text.zh} {text.en}" for text in texts)]).casefold() for code, texts in said.items()}


def _own(book: Rulebook, service: Service) -> list[Text]:
    family = book.family_of[service.family]
    return [service.name, service.applicant, family.name, *(variant.name for variant in service.variants)]
