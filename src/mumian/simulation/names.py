"""Names that nobody was given: drawn from common surnames and syllables of given names, with their Latin spellings.

Chinese surnames carry rough weights of how common they are; ü is written ü here and spelt by the rules of the day of issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mumian.foundation.identifiers import Sex

SURNAMES: tuple[tuple[str, str, int], ...] = (
    ("陈", "chen", 90), ("李", "li", 80), ("黄", "huang", 70), ("张", "zhang", 60), ("梁", "liang", 55),
    ("林", "lin", 50), ("刘", "liu", 50), ("王", "wang", 45), ("吴", "wu", 40), ("何", "he", 38),
    ("罗", "luo", 30), ("杨", "yang", 30), ("谢", "xie", 26), ("郭", "guo", 25), ("邓", "deng", 24),
    ("周", "zhou", 24), ("叶", "ye", 22), ("冯", "feng", 21), ("钟", "zhong", 20), ("曾", "zeng", 20),
    ("赖", "lai", 14), ("廖", "liao", 14), ("麦", "mai", 12), ("蔡", "cai", 14), ("潘", "pan", 13),
    ("徐", "xu", 14), ("朱", "zhu", 14), ("苏", "su", 13), ("余", "yu", 12), ("许", "xu", 12),
    ("卢", "lu", 12), ("莫", "mo", 10), ("彭", "peng", 10), ("赵", "zhao", 14), ("谭", "tan", 12),
    ("江", "jiang", 9), ("唐", "tang", 9), ("伍", "wu", 8), ("区", "ou", 7), ("霍", "huo", 5),
    ("容", "rong", 4), ("冼", "xian", 4), ("吕", "lü", 8), ("单", "shan", 2), ("覃", "qin", 4),
    ("万", "wan", 5), ("方", "fang", 7), ("石", "shi", 6), ("戴", "dai", 6), ("邱", "qiu", 6),
    ("欧阳", "ouyang", 4), ("司徒", "situ", 3), ("尉迟", "yuchi", 1),
)  # fmt: skip

SYLLABLES: dict[Sex, tuple[tuple[str, str], ...]] = {
    Sex.MALE: (
        ("伟", "wei"), ("强", "qiang"), ("志", "zhi"), ("明", "ming"), ("健", "jian"), ("华", "hua"), ("文", "wen"),
        ("俊", "jun"), ("杰", "jie"), ("浩", "hao"), ("宇", "yu"), ("辉", "hui"), ("斌", "bin"), ("峰", "feng"),
        ("龙", "long"), ("鹏", "peng"), ("荣", "rong"), ("耀", "yao"), ("锦", "jin"), ("棠", "tang"), ("添", "tian"),
        ("柏", "bai"), ("然", "ran"), ("泽", "ze"), ("轩", "xuan"), ("诚", "cheng"), ("信", "xin"), ("安", "an"),
        ("国", "guo"), ("贤", "xian"), ("钧", "jun"), ("略", "lüe"),
    ),
    Sex.FEMALE: (
        ("芳", "fang"), ("婷", "ting"), ("丽", "li"), ("敏", "min"), ("静", "jing"), ("燕", "yan"), ("玲", "ling"), ("霞", "xia"),
        ("洁", "jie"), ("慧", "hui"), ("琳", "lin"), ("颖", "ying"), ("雪", "xue"), ("梅", "mei"), ("兰", "lan"), ("莹", "ying"),
        ("佩", "pei"), ("嘉", "jia"), ("怡", "yi"), ("欣", "xin"), ("雯", "wen"), ("珊", "shan"), ("晴", "qing"), ("诗", "shi"),
        ("若", "ruo"), ("棉", "mian"), ("月", "yue"), ("绮", "qi"), ("思", "si"), ("宁", "ning"), ("瑶", "yao"), ("律", "lü"),
    ),
}  # fmt: skip

MINORITY: dict[Sex, tuple[tuple[str, str], ...]] = {
    Sex.MALE: (("艾力", "AILI"), ("吾买尔", "WUMAIER"), ("巴特尔", "BATEER")),
    Sex.FEMALE: (("阿依古丽", "AYIGULI"), ("古丽娜尔", "GULINAER"), ("其其格", "QIQIGE")),
}
FATHERS: tuple[tuple[str, str], ...] = (("买买提", "MAIMAITI"), ("阿布都", "ABUDU"), ("苏赫", "SUHE"))


@dataclass(frozen=True, slots=True)
class ChineseName:
    """A name with the pinyin of its two parts, in small letters and with ü."""

    surname: str
    given: str
    surname_pinyin: str
    given_pinyin: str

    @property
    def written(self) -> str:
        """The name as the person writes it; the parts of a minority name have a dot between them."""
        return f"{self.given}·{self.surname}" if self.is_minority else self.surname + self.given

    @property
    def is_minority(self) -> bool:
        """Whether it is a minority name with a dot (given name first)."""
        return (self.surname, self.surname_pinyin.upper()) in FATHERS


@dataclass(frozen=True, slots=True)
class Country:
    """Where foreigners come from: codes of ISO 3166-1, how many of a hundred, and what people there are called."""

    code: str
    number: str
    weight: int
    surnames: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]


COUNTRIES: tuple[Country, ...] = (
    Country("JPN", "392", 14, ("Hoshizora", "Kawabe", "Okabayashi"), ("Haruto", "Ren", "Souta"), ("Aoi", "Hina", "Yui")),
    Country("KOR", "410", 13, ("Baek", "Noh", "Seol", "Tak"), ("Do-yun", "Ha-joon", "Si-woo"), ("Ha-eun", "Seo-yeon", "Ji-u")),
    Country("USA", "840", 12, ("Ashdown", "Fairweather", "O'Malloy"), ("Caleb", "Ethan", "Owen"), ("Grace", "Nora", "Ruth")),
    Country("IND", "356", 8, ("Bhandarkar", "Iyengar", "Solanki"), ("Arjun", "Rohan", "Vikram"), ("Ananya", "Kavya", "Meera")),
    Country("NGA", "566", 7, ("Adewunmi", "Nwabueze", "Okonjo"), ("Chidi", "Emeka", "Tunde"), ("Amara", "Ngozi", "Yetunde")),
    Country("DEU", "276", 6, ("Größmann", "Jäger-Thal", "Müllenbach"), ("Jörg", "Lukas", "Till"), ("Käthe", "Lena", "Mira")),
    Country("FRA", "250", 6, ("Beaulieu", "d'Aubigny", "Lefèvre-Roc"), ("Émile", "Luc", "Théo"), ("Anaïs", "Chloé", "Zoé")),
    Country("RUS", "643", 5, ("Belozerov", "Sinitsyn", "Volkonsky"), ("Arkady", "Fyodor", "Lev"), ("Alina", "Darya", "Vera")),
    Country("GBR", "826", 5, ("Hathersage", "Pemberley", "Winterby"), ("Alfie", "Hugh", "Rhys"), ("Bronwyn", "Elsie", "Isla")),
    Country("PAK", "586", 5, ("Gilani", "Qureshi", "Soomro"), ("Bilal", "Hamza", "Usman"), ("Ayesha", "Hina", "Sana")),
    Country("VNM", "704", 4, ("Đặng", "Hoàng", "Nguyễn"), ("Anh Dũng", "Minh Quân"), ("Thị Lan", "Thu Hà")),
    Country("THA", "764", 4, ("Phromchai", "Srisawat"), ("Anan", "Niran"), ("Malee", "Siriporn")),
    Country("IDN", "360", 3, ("Wirasena", "Hartanto"), ("Budi", "Sukarta"), ("Dewi", "Putri")),
    Country("BRA", "076", 3, ("Araújo", "Gonçalves", "Magalhães"), ("João", "Tiago"), ("Conceição", "Inês")),
    Country("ESP", "724", 2, ("Ibáñez", "Peñalver"), ("Álvaro", "Íñigo"), ("Begoña", "Nuria")),
    Country("DNK", "208", 1, ("Sørensby", "Ågaard"), ("Søren", "Åge"), ("Æmilie", "Freja")),
    Country("EGY", "818", 2, ("Fahmy", "Mansour"), ("Karim", "Omar"), ("Layla", "Salma")),
)  # fmt: skip


def chinese_name(chance: Random, *, sex: Sex, surname: tuple[str, str] | None = None, minority: float = 0.01) -> ChineseName:
    """A new name, with this surname where one is given (character, pinyin); a small part are minority names with a dot."""
    if surname is None and chance.random() < minority:
        given, given_latin = chance.choice(MINORITY[sex])
        father, father_latin = chance.choice(FATHERS)
        return ChineseName(father, given, father_latin.lower(), given_latin.lower())
    if surname is None:
        written, pinyin, _ = chance.choices(SURNAMES, weights=[weight for *_, weight in SURNAMES])[0]
        surname = (written, pinyin)
    syllables = chance.sample(SYLLABLES[sex], k=1 if chance.random() < ONE_SYLLABLE else 2)
    return ChineseName(surname[0], "".join(sign for sign, _ in syllables), surname[1], "".join(sound for _, sound in syllables))


ONE_SYLLABLE = 0.18
"""The part of given names that have one syllable only."""


def foreign_name(chance: Random, country: Country, *, sex: Sex) -> tuple[str, str]:
    """Surname and given names of somebody from there, as he writes them himself."""
    return chance.choice(country.surnames), chance.choice(country.male if sex is Sex.MALE else country.female)
