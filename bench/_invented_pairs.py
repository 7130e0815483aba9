"""Labelled pairs of invented people, by class: the same person written in two ways, and strangers who look alike.

The spellings are written out by hand from the conventions of each place and are not made by the rules that are measured.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# surname: pinyin, Hong Kong, Wade-Giles, Macau, Hokkien
SURNAMES = """陈/陳 CHEN CHAN CHEN CHAN TAN
黄/黃 HUANG WONG HUANG WONG NG
李/李 LI LEE LI LEI LEE
张/張 ZHANG CHEUNG CHANG CHEONG TEO
梁/梁 LIANG LEUNG LIANG LEONG NIO
林/林 LIN LAM LIN LAM LIM
刘/劉 LIU LAU LIU LAO LAU
吴/吳 WU NG WU NG GOH
何/何 HE HO HO HO HO
郑/鄭 ZHENG CHENG CHENG CHEANG TAY
周/周 ZHOU CHOW CHOU CHAO CHEW
谢/謝 XIE TSE HSIEH CHE CHIA
蔡/蔡 CAI CHOI TSAI CHOI CHUA
郭/郭 GUO KWOK KUO KUOK QUEK
冯/馮 FENG FUNG FENG FONG PANG
叶/葉 YE YIP YEH IP YAP
邓/鄧 DENG TANG TENG TANG TENG
罗/羅 LUO LO LO LO LOH
杨/楊 YANG YEUNG YANG IEONG YEO
赵/趙 ZHAO CHIU CHAO CHIO TEO
徐/徐 XU TSUI HSU CHOI CHER
许/許 XU HUI HSU HOI KHO
苏/蘇 SU SO SU SOU SOH
朱/朱 ZHU CHU CHU CHU CHOO
钟/鍾 ZHONG CHUNG CHUNG CHONG CHENG
潘/潘 PAN POON PAN PUN PHUA
卢/盧 LU LO LU LOU LOH
蒋/蔣 JIANG CHEUNG CHIANG CHEONG -
余/余 YU YU YU U EU
沈/沈 SHEN SHUM SHEN SAM SIM
胡/胡 HU WU HU WU OH
高/高 GAO KO KAO KOU KO
马/馬 MA MA MA MA BEH
彭/彭 PENG PANG PENG PANG -
萧/蕭 XIAO SIU HSIAO SIO SEOW
关/關 GUAN KWAN KUAN KUAN -
邱/邱 QIU YAU CHIU IAO KHOO
洪/洪 HONG HUNG HUNG HONG ANG
庄/莊 ZHUANG CHONG CHUANG CHONG CHNG
王/王 WANG WONG WANG WONG ONG""".splitlines()
GIVEN = """文/文 WEN MAN WEN MAN BOON m
明/明 MING MING MING MENG BENG m
伟/偉 WEI WAI WEI WAI WEE m
国/國 GUO KWOK KUO KUOK KOK m
强/強 QIANG KEUNG CHIANG KEONG KEONG m
志/志 ZHI CHI CHIH CHI CHEE m
华/華 HUA WAH HUA WA HUA m
杰/傑 JIE KIT CHIEH KIT KIAT m
荣/榮 RONG WING JUNG WENG - m
俊/俊 JUN CHUN CHUN CHON CHOON m
豪/豪 HAO HO HAO HOU - m
辉/輝 HUI FAI HUI FAI HUI m
德/德 DE TAK TE TAK TECK m
成/成 CHENG SHING CHENG SENG SENG m
龙/龍 LONG LUNG LUNG LONG LENG m
家/家 JIA KA CHIA KA - m
美/美 MEI MEI MEI MEI BEE f
玲/玲 LING LING LING LENG - f
芳/芳 FANG FONG FANG FONG - f
英/英 YING YING YING IENG ENG f
珍/珍 ZHEN CHUN CHEN CHAN - f
丽/麗 LI LAI LI LAI LAY f
燕/燕 YAN YIN YEN IN YAN f
秀/秀 XIU SAU HSIU SAO SIEW f
婷/婷 TING TING TING TENG - f
慧/慧 HUI WAI HUI WAI HUI f
敏/敏 MIN MAN MIN MAN - f
雪/雪 XUE SUET HSUEH SUT - f
仪/儀 YI YEE I I - f
萍/萍 PING PING PING PENG PENG f
嘉/嘉 JIA KA CHIA KA - f
思/思 SI SZE SZU SI - f
晓/曉 XIAO HIU HSIAO HIO - x
建/建 JIAN KIN CHIEN KIN KIAN m
春/春 CHUN CHUN CHUN CHON CHOON f
永/永 YONG WING YUNG WENG - m
海/海 HAI HOI HAI HOI - m
兰/蘭 LAN LAN LAN LAN LAN f
宝/寶 BAO PO PAO POU POH f
振/振 ZHEN CHUN CHEN CHAN - m""".splitlines()


@dataclass(frozen=True)
class Person:
    """One invented person or entry, as the columns of a file have it."""

    name: str = ""
    aliases: str = ""
    birth: str = ""
    id_number: str = ""
    doc_number: str = ""
    nationality: str = ""


@dataclass(frozen=True)
class Pair:
    """A pair and its label."""

    kind: str
    same: bool
    query: Person
    entry: Person


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DIVISIONS = [
    "110101",
    "310104",
    "440103",
    "440104",
    "440106",
    "440305",
    "350203",
    "330106",
    "510104",
    "610103",
    "420106",
    "230103",
    "370102",
    "650102",
    "540102",
]


def citizen_number(r: random.Random, born: date, sex: str = "m", division: str | None = None) -> str:
    """A number of an invented person with a right check."""
    sequence = r.randrange(0, 490) * 2 + (1 if sex == "m" else 0)
    body = f"{division or r.choice(DIVISIONS)}{born:%Y%m%d}{sequence:03}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def born(r: random.Random) -> date:
    return date(1948, 1, 1) + timedelta(days=r.randrange(365 * 58))


def passport(r: random.Random) -> str:
    return r.choice(["E", "G", "EA", "EB"])[:1] + f"{r.randrange(10**8):08}"


class Chinese:
    """One Chinese name in all its forms."""

    def __init__(self, r: random.Random, *, length: int | None = None, hokkien: bool = False) -> None:
        while True:
            surname = r.choice(SURNAMES).split()
            count = length or r.choice([1, 2, 2, 2])
            given = [r.choice(GIVEN).split() for _ in range(count)]
            if count == 2 and given[0][0] == given[1][0]:
                continue
            if hokkien and (surname[5] == "-" or any(one[5] == "-" for one in given)):
                continue
            break
        self.parts = (surname, given)
        self.simplified = surname[0].split("/")[0] + "".join(one[0].split("/")[0] for one in given)
        self.traditional = surname[0].split("/")[1] + "".join(one[0].split("/")[1] for one in given)
        self.sex = "f" if any(one[6] == "f" for one in given) else "m"

    def spelt(self, column: int) -> tuple[str, list[str]]:
        surname, given = self.parts
        return surname[column], [one[column] for one in given]


def pairs(seed: int = 1, each: int = 40) -> Iterator[Pair]:
    """All pairs, `each` of a class."""
    for kind, (same, make) in CLASSES.items():
        r = random.Random(f"{seed} {kind}")
        for _ in range(each):
            query, entry = make(r)
            if r.random() < 0.5 and kind not in KEEP_SIDES:
                query, entry = entry, query
            yield Pair(kind, same, query, entry)


def _both(
    r: random.Random, one: str, other: str, day: date, *, sex: str = "m", nationality: str = "CHN", number: float = 0.25
) -> tuple[Person, Person]:
    """Two writings of one person: the same birth date; sometimes one side knows a number, rarely both."""
    known = citizen_number(r, day, sex) if nationality == "CHN" else ""
    sides = r.random()
    first = known if sides < number else ""
    second = known if 1 - sides < number else ""
    return (
        Person(one, birth=f"{day}", id_number=first, nationality=nationality),
        Person(other, birth=f"{day}", id_number=second, nationality=nationality if r.random() < 0.7 else ""),
    )


def exact(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r), born(r)
    number = citizen_number(r, day, name.sex)
    return Person(name.simplified, birth=f"{day}", id_number=number, nationality="CHN"), Person(
        name.simplified, birth=f"{day}", id_number=number
    )


def traditional(r: random.Random) -> tuple[Person, Person]:
    while True:
        name = Chinese(r)
        if name.simplified != name.traditional:
            return _both(r, name.simplified, name.traditional, born(r), sex=name.sex)


VARIANTS = [
    "峰峯",
    "群羣",
    "升昇",
    "杰傑",
    "启啟",
    "锋鋒",
    "裕裕",
    "坤堃",
    "恒恆",
    "强彊",
    "勋勲",
    "温溫",
    "晋晉",
    "煊煊",
    "晖暉",
    "浚濬",
    "鉴鑑",
    "铭銘",
    "珮佩",
    "岳嶽",
    "琉瑠",
    "吉𠮷",
    "高髙",
    "志誌",
    "周週",
    "綉绣",
    "咏詠",
    "柏栢",
    "冲沖",
    "凉涼",
    "泪淚",
    "邨村",
    "僊仙",
    "湧涌",
    "哲嚞",
]


def variant(r: random.Random) -> tuple[Person, Person]:
    name, pair = Chinese(r, length=1), r.choice([one for one in VARIANTS if one[0] != one[1]])
    return _both(r, name.simplified + pair[0], name.simplified + pair[1], born(r), sex=name.sex)


RARE = ["䶮", "㛃", "𠅤", "𡒄", "㐂", "䒕", "㼆", "𬀩", "𬍛", "𬱖", "𫍯", "𬭎", "𬴂", "𫖮", "𫓧"]
PRIVATE = {"䶮": "\ue863"}


def rare(r: random.Random) -> tuple[Person, Person]:
    """A character beyond the usual encodings: an old private place, a hole, a sign of compatibility, a selector of variants."""
    name, day = Chinese(r, length=1), born(r)
    way = r.choice(["hole", "private", "selector", "same"])
    sign = "䶮" if way == "private" else r.choice(RARE)
    other = {"hole": r.choice("?？□*"), "private": PRIVATE["䶮"], "selector": sign + "\U000e0100", "same": sign}[way]
    return _both(r, name.simplified + sign, name.simplified + other, day, sex=name.sex)


def _spaced(r: random.Random, surname: str, given: list[str], *, style: str | None = None) -> str:
    style = style or r.choice(["joined", "spaced", "hyphen", "last", "comma", "lower", "run"])
    return {
        "joined": f"{surname} {''.join(given)}",
        "spaced": f"{surname} {' '.join(given)}",
        "hyphen": f"{surname} {'-'.join(given)}",
        "last": f"{''.join(given)} {surname}",
        "comma": f"{surname}, {''.join(given)}",
        "lower": f"{surname.title()} {''.join(given).title()}",
        "run": surname + "".join(given),
    }[style]


def pinyin(r: random.Random) -> tuple[Person, Person]:
    name = Chinese(r)
    return _both(r, name.simplified, _spaced(r, *name.spelt(1)), born(r), sex=name.sex)


def pinyin_order(r: random.Random) -> tuple[Person, Person]:
    name = Chinese(r, length=2)
    one, other = r.sample(["joined", "spaced", "hyphen", "last", "comma", "lower"], 2)
    return _both(r, _spaced(r, *name.spelt(1), style=one), _spaced(r, *name.spelt(1), style=other), born(r), sex=name.sex)


UMLAUTS = [("吕", ("LYU", "LV", "LU")), ("闾", ("LYU", "LV", "LU"))]
UMLAUT_GIVEN = [("女", ("NYU", "NV", "NU")), ("绿", ("LYU", "LV", "LU")), ("律", ("LYU", "LV", "LU"))]


def umlaut(r: random.Random) -> tuple[Person, Person]:
    given = r.choice(GIVEN).split()
    if r.random() < 0.6:
        sign, ways = r.choice(UMLAUTS)
        one, other = r.sample(ways, 2)
        names = [f"{sign}{given[0].split('/')[0]}", f"{one} {given[1]}", f"{other} {given[1]}"]
    else:
        surname = r.choice(SURNAMES).split()
        sign, ways = r.choice(UMLAUT_GIVEN)
        one, other = r.sample(ways, 2)
        names = [
            f"{surname[0].split('/')[0]}{given[0].split('/')[0]}{sign}",
            f"{surname[1]} {given[1]}{one}",
            f"{surname[1]} {given[1]}{other}",
        ]
    first, second = r.sample(names, 2)
    return _both(r, first, second, born(r))


POLYPHONES = [
    "单SHAN",
    "曾ZENG",
    "解XIE",
    "仇QIU",
    "区OU",
    "查ZHA",
    "朴PIAO",
    "盖GE",
    "翟ZHAI",
    "缪MIAO",
    "尉迟YUCHI",
    "覃QIN",
    "隗KUI",
    "晁CHAO",
    "谌CHEN",
    "员YUN",
    "乐YUE",
    "任REN",
    "华HUA",
    "宁NING",
    "种CHONG",
    "万俟MOQI",
    "澹台TANTAI",
]


def polyphone(r: random.Random) -> tuple[Person, Person]:
    word = r.choice(POLYPHONES)
    cut = next(place for place, sign in enumerate(word) if sign.isascii())
    given = [r.choice(GIVEN).split() for _ in range(r.choice([1, 2]))]
    han = word[:cut] + "".join(one[0].split("/")[0] for one in given)
    return _both(r, han, _spaced(r, word[cut:], [one[1] for one in given]), born(r))


COMPOUNDS = [
    "欧阳/歐陽 OUYANG AUYEUNG",
    "司徒/司徒 SITU SZETO",
    "司马/司馬 SIMA SZEMA",
    "上官/上官 SHANGGUAN SHEUNGKUN",
    "诸葛/諸葛 ZHUGE CHUKOT",
    "皇甫/皇甫 HUANGFU WONGPO",
    "夏侯/夏侯 XIAHOU HAHAU",
    "慕容/慕容 MURONG MOYUNG",
    "令狐/令狐 LINGHU LINGWU",
    "东方/東方 DONGFANG TUNGFONG",
    "公孙/公孫 GONGSUN KUNGSUEN",
    "长孙/長孫 ZHANGSUN CHEUNGSUEN",
]


def compound(r: random.Random) -> tuple[Person, Person]:
    han, spelt, hong_kong = r.choice(COMPOUNDS).split()
    given = [r.choice(GIVEN).split() for _ in range(r.choice([1, 2]))]
    simplified, full = (han.split("/")[form] + "".join(one[0].split("/")[form] for one in given) for form in (0, 1))
    names = [
        simplified,
        full,
        _spaced(r, spelt, [one[1] for one in given], style=r.choice(["joined", "spaced", "last", "comma"])),
    ]
    if hong_kong in ("AUYEUNG", "SZETO"):
        split = r.choice([hong_kong, hong_kong.replace("AUYEUNG", "AU YEUNG").replace("SZETO", "SZE TO")])
        names.append(f"{split} {' '.join(one[2] for one in given)}")
    one, other = r.sample(names, 2)
    return _both(r, one, other, born(r)) if one != other else compound(r)


def _romanised(column: int, *, hokkien: bool = False) -> Callable[[random.Random], tuple[Person, Person]]:
    def make(r: random.Random) -> tuple[Person, Person]:
        name = Chinese(r, length=r.choice([1, 2, 2]), hokkien=hokkien)
        surname, given = name.spelt(column)
        spelt = _spaced(r, surname, given, style=r.choice(["spaced", "joined", "hyphen", "last"]) if len(given) > 1 else "spaced")
        other = name.traditional if r.random() < 0.6 else name.simplified
        if r.random() < 0.25:
            other = _spaced(r, *name.spelt(1), style=r.choice(["joined", "spaced"]))
        return _both(r, spelt, other, born(r), sex=name.sex, nationality=r.choice(["CHN", "HKG", ""]))

    return make


def married(r: random.Random) -> tuple[Person, Person]:
    name, husband = Chinese(r, length=2), Chinese(r, length=1)
    surname = husband.parts[0]
    if r.random() < 0.6:
        return _both(r, name.traditional, surname[0].split("/")[1] + name.traditional, born(r), sex="f", nationality="HKG")
    own, given = name.spelt(2)
    return _both(r, f"{own} {' '.join(given)}", f"{surname[2]} {own} {' '.join(given)}", born(r), sex="f", nationality="HKG")


MINORITY = """买买提·艾力|MEMET ELI|MAIMAITI AILI
阿卜杜拉·热西提|ABDULLA RESHIT|ABUDULA REXITI
古丽娜尔·吐尔逊|GULNAR TURSUN|GULINAER TUERXUN
迪力木拉提·玉素甫|DILMURAT YUSUP|DILIMULATI YUSUFU
阿依努尔·买合木提|AYNUR MEHMUT|AYINUER MAIHEMUTI
艾合买提·依明|EHMET IMIN|AIHEMAITI YIMING
扎西顿珠|TASHI DONDRUP|ZHAXI DUNZHU
次仁卓玛|TSERING DOLMA|CIREN ZHUOMA
洛桑丹增|LOBSANG TENZIN|LUOSANG DANZENG
索朗旺姆|SONAM WANGMO|SUOLANG WANGMU
帕提古丽·肉孜|PATIGUL ROZI|PATIGULI ROUZI
吾买尔·克里木|OMER KERIM|WUMAIER KELIMU
努尔买买提·司马义|NURMEMET ISMAYIL|NUERMAIMAITI SIMAYI
库尔班·尤努斯|QURBAN YUNUS|KUERBAN YOUNUSI
阿孜古丽·木拉提|AZIGUL MURAT|AZIGULI MULATI
热孜亚·乌斯曼|REZIYE OSMAN|REZIYA WUSIMAN
乌兰图雅|ULAAN TUYAA|WULAN TUYA
巴特尔·苏和|BAATAR SUKH|BATEER SUHE
多吉才让|DORJE TSERING|DUOJI CAIRANG
格桑拉姆|KELSANG LHAMO|GESANG LAMU""".splitlines()


def minority(r: random.Random) -> tuple[Person, Person]:
    han, own, spelt = r.choice(MINORITY).split("|")
    forms = [han, han.replace("·", r.choice("•．・‧") if "·" in han else "·"), han.replace("·", ""), own, spelt]
    one = r.choice([han, own])
    other = r.choice([form for form in forms if form != one])
    return _both(r, one, other, born(r))


WESTERN = ["DAVID", "PETER", "GRACE", "AMY", "KELVIN", "JASON", "VIVIAN", "RAYMOND", "IVY", "HENRY", "WENDY", "ERIC"]


def western(r: random.Random) -> tuple[Person, Person]:
    name = Chinese(r, length=2)
    surname, given = name.spelt(r.choice([1, 2]))
    first = r.choice(WESTERN)
    full = r.choice([f"{surname} {' '.join(given)} {first}", f"{first} {surname} {' '.join(given)}"])
    kind = r.random()
    if kind < 0.6:
        return _both(
            r, full, r.choice([name.simplified, name.traditional, f"{surname} {' '.join(given)}"]), born(r), sex=name.sex
        )
    day = born(r)
    doc = passport(r)
    return (
        Person(f"{first} {surname}", birth=f"{day}", doc_number=doc if r.random() < 0.5 else ""),
        Person(name.simplified, birth=f"{day}", doc_number=doc, nationality="CHN"),
    )


VIETNAMESE = [
    "Nguyễn Văn An",
    "Trần Thị Hương",
    "Lê Minh Đức",
    "Phạm Quốc Tuấn",
    "Hoàng Thị Lan",
    "Vũ Đình Phúc",
    "Đặng Thu Hà",
    "Bùi Xuân Thắng",
]


def japanese(r: random.Random) -> tuple[Person, Person]:
    simple, shinjitai, one, other = r.choice(
        [
            "佐藤健一|佐藤健一|SATO KENICHI|SATOU KENICHI",
            "田中花子|田中花子|TANAKA HANAKO|HANAKO TANAKA",
            "高桥和也|高橋和也|TAKAHASHI KAZUYA|KAZUYA TAKAHASHI",
            "伊藤洋子|伊藤洋子|ITO YOKO|ITOH YOHKO",
            "山田太郎|山田太郎|YAMADA TARO|YAMADA TAROU",
            "小林直树|小林直樹|KOBAYASHI NAOKI|NAOKI KOBAYASHI",
            "渡边真由美|渡邊真由美|WATANABE MAYUMI|MAYUMI WATANABE",
            "冈田大辅|岡田大輔|OKADA DAISUKE|DAISUKE OKADA",
            "大野裕子|大野裕子|ONO YUKO|OHNO YUKO",
            "中岛修|中島修|NAKAJIMA OSAMU|OSAMU NAKAJIMA",
        ]
    ).split("|")
    first, second = r.sample([simple, shinjitai, one, other], 2)
    return (first != second and _both(r, first, second, born(r), nationality="JPN")) or japanese(r)


def korean(r: random.Random) -> tuple[Person, Person]:
    rows = [
        ("金民秀", "김민수", ["KIM MINSU", "KIM MIN SOO", "MINSU KIM"]), ("李英爱", "이영애", ["LEE YOUNGAE", "YI YEONGAE", "LEE YOUNG AE"]),
        ("朴志勋", "박지훈", ["PARK JIHOON", "PAK JI HUN", "BAK JIHUN"]), ("崔秀贤", "최수현", ["CHOI SOOHYUN", "CHOE SUHYEON", "CHOI SU HYUN"]),
        ("郑美善", "정미선", ["JUNG MISUN", "JEONG MISEON", "CHUNG MI SUN"]), ("尹恩惠", "윤은혜", ["YOON EUNHYE", "YUN EUN HYE", "YOON EUN HYE"]),
        ("申承勋", "신승훈", ["SHIN SEUNGHOON", "SIN SEUNGHUN", "SHIN SEUNG HUN"]), ("徐明珠", "서명주", ["SEO MYUNGJOO", "SUH MYEONGJU", "SEO MYUNG JU"]),
    ]  # fmt: skip
    hanja, hangul, spelt = r.choice(rows)
    one, other = r.sample([hanja, hangul, *spelt], 2)
    return _both(r, one, other, born(r), nationality="KOR")


def vietnamese(r: random.Random) -> tuple[Person, Person]:
    import unicodedata

    name = r.choice(VIETNAMESE)
    plain = "".join(
        sign for sign in unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d")) if not unicodedata.combining(sign)
    ).upper()
    words = plain.split()
    return _both(
        r,
        r.choice([name, plain]),
        r.choice([plain if r.random() < 0 else " ".join([*words[1:], words[0]]), f"{words[0]}<<{'<'.join(words[1:])}"]),
        born(r),
        nationality="VNM",
    )


CYRILLIC = [
    "Хрущёв Никита|KHRUSHCHEV NIKITA|KHRUSHCHYOV NIKITA",
    "Чайковский Пётр|CHAIKOVSKII PETR|TCHAIKOVSKY PYOTR",
    "Юрьева Наталья|IUREVA NATALIA|YURYEVA NATALYA",
    "Жуков Дмитрий|ZHUKOV DMITRII|JOUKOV DMITRY",
    "Щербакова Юлия|SHCHERBAKOVA IULIIA|SHERBAKOVA YULIA",
    "Ковалёв Алексей|KOVALEV ALEKSEI|KOVALYOV ALEXEY",
    "Цветков Сергей|TSVETKOV SERGEI|TZVETKOV SERGEY",
    "Ермолаева Ксения|ERMOLAEVA KSENIIA|YERMOLAEVA XENIA",
    "Михайлов Евгений|MIKHAILOV EVGENII|MIHAILOV YEVGENY",
    "Якушев Андрей|IAKUSHEV ANDREI|YAKUSHEV ANDREY",
]
ARABIC = [
    "محمد علي|MOHAMMED ALI|MUHAMMAD ALI|MOHAMED ALY",
    "أحمد حسن|AHMED HASSAN|AHMAD HASAN|AHMED HASAN",
    "خالد يوسف|KHALED YOUSSEF|KHALID YUSUF|KHALED YOUSEF",
    "فاطمة سالم|FATIMA SALEM|FATMA SALIM|FATIMAH SALEM",
    "عمر خليل|OMAR KHALIL|UMAR KHALEEL|OMER KHALIL",
    "إبراهيم منصور|IBRAHIM MANSOUR|EBRAHIM MANSUR|IBRAHEEM MANSOOR",
    "مصطفى رشيد|MUSTAFA RASHID|MOSTAFA RASHEED|MOUSTAFA RACHID",
    "عبدالله ناصر|ABDULLAH NASSER|ABDALLAH NASIR|ABDULLA NASER",
]
LATIN = [
    "Müller Jörg|MUELLER JOERG|MULLER JORG",
    "Søren Ångström|SOEREN AANGSTROEM|SOREN ANGSTROM",
    "Núñez Peña José|NUNEZ PENA JOSE|JOSE NUNEZ PENA",
    "Gößmann Jürgen|GOESSMANN JUERGEN|GOSSMANN JURGEN",
    "Łukasz Wójcik|LUKASZ WOJCIK|WOJCIK LUKASZ",
    "François Lefèvre|FRANCOIS LEFEVRE|LEFEVRE FRANCOIS",
    "Özgür Şahin|OEZGUER SAHIN|OZGUR SAHIN",
    "Ștefan Țăranu|STEFAN TARANU|TARANU STEFAN",
    "Bjørn Æbelø|BJOERN AEBELOE|BJORN AEBELO",
    "O’Connor Seán|OCONNOR SEAN|O'CONNOR SEAN",
]
GREEK = [
    "Παπαδόπουλος Γεώργιος|PAPADOPOULOS GEORGIOS|PAPADOPULOS GEORGIOS",
    "Νικολάου Ελένη|NIKOLAOU ELENI|NICOLAOU ELENI",
    "Καραμανλής Χρήστος|KARAMANLIS CHRISTOS|KARAMANLIS HRISTOS",
    "Οικονόμου Μαρία|OIKONOMOU MARIA|ECONOMOU MARIA",
    "Βασιλείου Ανδρέας|VASILEIOU ANDREAS|VASSILIOU ANDREAS",
]


def _rows(rows: list[str], nationality: str) -> Callable[[random.Random], tuple[Person, Person]]:
    def make(r: random.Random) -> tuple[Person, Person]:
        one, other = r.sample(r.choice(rows).split("|"), 2)
        day, doc = born(r), passport(r)
        first, second = _both(r, one, other, day, nationality=nationality)
        if r.random() < 0.2:
            first, second = (
                Person(first.name, birth=first.birth, doc_number=doc),
                Person(second.name, birth=second.birth, doc_number=doc),
            )
        return first, second

    return make


LONG = [
    "JAYAWARDENA MUDIYANSELAGE CHANDANA PRIYANTHA BANDARA",
    "WIJESINGHE ARACHCHIGE DONA SHASHIKALA NILMINI",
    "VENKATANARASIMHARAJUVARIPETA SUBRAMANIAM",
    "RAZAFINDRANDRIATSIMANIRY HARILALAINA MARIE",
    "PAPATHEODOROPOULOS KONSTANTINOS ALEXANDROS",
    "ABDURRAHMAN MOHAMMAD NASIRUDDIN SHAHJAHAN",
]


def cut_off(r: random.Random) -> tuple[Person, Person]:
    name = r.choice(LONG)
    return _both(r, name, name[: r.choice([28, 30, 31])].strip(), born(r), nationality="LKA")


def fifteen(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r), date(1948, 1, 1) + timedelta(days=r.randrange(365 * 40))
    number = citizen_number(r, day, name.sex)
    return Person(name.simplified, birth=f"{day}" if r.random() < 0.5 else "", id_number=number, nationality="CHN"), Person(
        name.traditional, id_number=number[:6] + number[8:17]
    )


def damaged(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r), born(r)
    number = citizen_number(r, day, name.sex)
    while True:
        place = r.randrange(17)
        if r.random() < 0.5:
            broken = number[:place] + str((int(number[place]) + r.randrange(1, 10)) % 10) + number[place + 1 :]
        else:
            broken = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        if broken != number and "X" not in broken[:17]:
            return Person(name.simplified, birth=f"{day}", id_number=number), Person(
                name.simplified, birth=f"{day}" if r.random() < 0.6 else "", id_number=broken
            )


def renewed(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r), born(r)
    spelt = _spaced(r, *name.spelt(1), style="joined")
    return Person(spelt, birth=f"{day}", doc_number=passport(r), nationality="CHN"), Person(
        r.choice([name.simplified, spelt]), birth=f"{day}", doc_number=passport(r), nationality="CHN"
    )


def same_document(r: random.Random) -> tuple[Person, Person]:
    name, day, doc = Chinese(r), born(r), passport(r)
    return Person(_spaced(r, *name.spelt(1)), birth=f"{day}", doc_number=doc, nationality="CHN"), Person(
        name.simplified, birth=r.choice([f"{day}", "", f"{day.year}"]), doc_number=doc, nationality="CHN"
    )


def turned(r: random.Random) -> tuple[Person, Person]:
    name = Chinese(r)
    day = date(1950 + r.randrange(50), r.randrange(1, 13), r.randrange(1, 13))
    if day.day == day.month:
        return turned(r)
    return Person(name.simplified, birth=f"{day}", nationality="CHN"), Person(
        r.choice([name.traditional, _spaced(r, *name.spelt(1), style="joined")]), birth=f"{day.year}-{day.day:02}-{day.month:02}"
    )


def one_digit(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r), born(r)
    while True:
        other = f"{day}"
        place = r.choice([2, 3, 5, 6, 8, 9])
        other = other[:place] + str(r.randrange(10)) + other[place + 1 :]
        try:
            if date.fromisoformat(other) != day:
                break
        except ValueError:
            continue
    return Person(name.simplified, birth=f"{day}", nationality="CHN"), Person(
        r.choice([name.simplified, name.traditional]), birth=other
    )


def year_only(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r, length=2), born(r)
    return Person(name.simplified, birth=f"{day}", nationality="CHN"), Person(name.traditional, birth=f"{day.year}")


def lunar(r: random.Random) -> tuple[Person, Person]:
    from mumian.clearance.rules.births import lunar_of

    name, day = Chinese(r), born(r)
    digits = lunar_of(f"{day:%Y%m%d}")
    return Person(name.simplified, birth=f"{day}", nationality="CHN"), Person(
        name.simplified, birth=f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    )


def alias(r: random.Random) -> tuple[Person, Person]:
    name, other, day = Chinese(r), Chinese(r), born(r)
    return Person(_spaced(r, *name.spelt(2), style="spaced"), birth=f"{day}"), Person(
        other.simplified, aliases=f"{name.traditional};阿{name.simplified[-1]}", birth=f"{day}"
    )


# Strangers


def common_other_birth(r: random.Random) -> tuple[Person, Person]:
    name = r.choice(
        [
            "张伟",
            "王芳",
            "李娜",
            "王伟",
            "李静",
            "张敏",
            "刘洋",
            "李强",
            "王磊",
            "陈静",
            "刘伟",
            "张丽",
            "李军",
            "王勇",
            "张杰",
            "陈伟",
        ]
    )
    one, other = born(r), born(r)
    return Person(name, birth=f"{one}", nationality="CHN"), Person(name, birth=f"{other}", nationality="CHN")


def two_numbers(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r), born(r)
    one, other = citizen_number(r, day, name.sex), citizen_number(r, day, name.sex)
    if one == other:
        return two_numbers(r)
    return Person(name.simplified, birth=f"{day}", id_number=one), Person(name.simplified, birth=f"{day}", id_number=other)


def siblings(r: random.Random) -> tuple[Person, Person]:
    name = Chinese(r, length=2)
    last = [one.split()[0].split("/")[0] for one in GIVEN]
    other = name.simplified[:2] + r.choice([sign for sign in last if sign != name.simplified[2]])
    one, two = born(r), born(r)
    first, second = Person(name.simplified, birth=f"{one}"), Person(other, birth=f"{two}")
    return (
        (first, second)
        if r.random() < 0.5
        else (
            Person(name.simplified, birth=f"{one}", id_number=citizen_number(r, one)),
            Person(other, birth=f"{two}", id_number=citizen_number(r, two)),
        )
    )


def twins(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r, length=2), born(r)
    last = [one.split()[0].split("/")[0] for one in GIVEN]
    other = name.simplified[:2] + r.choice([sign for sign in last if sign != name.simplified[2]])
    division = r.choice(DIVISIONS)
    numbers = (citizen_number(r, day, "m", division), citizen_number(r, day, "m", division)) if r.random() < 0.5 else ("", "")
    return Person(name.simplified, birth=f"{day}", id_number=numbers[0]), Person(other, birth=f"{day}", id_number=numbers[1])


def father_and_son(r: random.Random) -> tuple[Person, Person]:
    name, day = Chinese(r), born(r)
    return Person(_spaced(r, *name.spelt(1), style="joined"), birth=f"{day}"), Person(
        _spaced(r, *name.spelt(1), style="joined"), birth=f"{day + timedelta(days=365 * 26 + r.randrange(4000))}"
    )


HOMOPHONES = [
    "伟玮",
    "静婧",
    "丽莉",
    "杰洁",
    "军钧",
    "辉晖",
    "涛韬",
    "明鸣",
    "华桦",
    "芳方",
    "敏闽",
    "燕艳",
    "英瑛",
    "玲灵",
    "志智",
    "文雯",
    "佳嘉",
    "宇雨",
    "峰锋",
    "海亥",
]


def homophones(r: random.Random) -> tuple[Person, Person]:
    name, pair, day = Chinese(r, length=1), r.choice(HOMOPHONES), born(r)
    other_day = day if r.random() < 0.4 else born(r)
    one, other = name.simplified + pair[0], name.simplified + pair[1]
    return Person(one, birth=f"{day}", id_number=citizen_number(r, day)), Person(
        other, birth=f"{other_day}", id_number=citizen_number(r, other_day) if r.random() < 0.5 else ""
    )


def near_numbers(r: random.Random) -> tuple[Person, Person]:
    """Two people whose valid numbers stand one after the other, or differ in one digit before the check."""
    one, other, day = Chinese(r), Chinese(r), born(r)
    division = r.choice(DIVISIONS)
    sequence = r.randrange(1, 490)
    numbers = []
    for step in (0, 1):
        body = f"{division}{day:%Y%m%d}{(sequence + step) * 2 + 1:03}"
        numbers.append(body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11])
    return Person(one.simplified, birth=f"{day}", id_number=numbers[0]), Person(
        other.simplified, birth=f"{day}", id_number=numbers[1]
    )


def found_document(r: random.Random) -> tuple[Person, Person]:
    one, other, doc = Chinese(r), Chinese(r), passport(r)
    a, b = born(r), born(r)
    return Person(one.simplified, birth=f"{a}", doc_number=doc, id_number=citizen_number(r, a), nationality="CHN"), Person(
        other.simplified,
        birth=f"{b}",
        doc_number=doc,
        id_number=citizen_number(r, b) if r.random() < 0.5 else "",
        nationality="CHN",
    )


def random_strangers(r: random.Random) -> tuple[Person, Person]:
    one, other = Chinese(r), Chinese(r)
    a, b = born(r), born(r)
    return Person(one.simplified, birth=f"{a}"), Person(r.choice([other.simplified, _spaced(r, *other.spelt(1))]), birth=f"{b}")


def same_birthday(r: random.Random) -> tuple[Person, Person]:
    one, other, day = Chinese(r), Chinese(r), born(r)
    if one.simplified[0] == other.simplified[0] and one.simplified[-1] == other.simplified[-1]:
        return same_birthday(r)
    return Person(one.simplified, birth=f"{day}"), Person(
        r.choice([other.simplified, _spaced(r, *other.spelt(1)), _spaced(r, *other.spelt(2), style="spaced")]), birth=f"{day}"
    )


def foreign_strangers(r: random.Random) -> tuple[Person, Person]:
    first, last = (
        ["JOHN", "JAMES", "MARIA", "ANNA", "AHMED", "IVAN", "OLGA", "PEDRO", "FATIMA", "HANS"],
        ["SMITH", "GARCIA", "IVANOV", "HASSAN", "MULLER", "KHAN", "SILVA", "ROSSI", "DUBOIS", "NOVAK"],
    )
    a, b = r.sample(first, 2)
    day = born(r)
    surname = r.choice(last)
    return Person(f"{surname} {a}", birth=f"{day}"), Person(f"{surname} {b}", birth=f"{born(r)}")


CLASSES: dict[str, tuple[bool, Callable[[random.Random], tuple[Person, Person]]]] = {
    "exact": (True, exact), "traditional": (True, traditional), "variant": (True, variant), "rare characters": (True, rare), "pinyin": (True, pinyin),
    "pinyin order and spacing": (True, pinyin_order), "missing u umlaut": (True, umlaut), "polyphonic surname": (True, polyphone), "compound surname": (True, compound),
    "Hong Kong": (True, _romanised(2)), "Wade-Giles": (True, _romanised(3)), "Macau": (True, _romanised(4)), "Hokkien": (True, _romanised(5, hokkien=True)),
    "married name": (True, married), "minority name": (True, minority), "Western given name": (True, western), "Japanese": (True, japanese), "Korean": (True, korean),
    "Vietnamese": (True, vietnamese), "Cyrillic": (True, _rows(CYRILLIC, "RUS")), "Arabic": (True, _rows(ARABIC, "EGY")), "Latin diacritics": (True, _rows(LATIN, "DEU")),
    "Greek": (True, _rows(GREEK, "GRC")), "cut off": (True, cut_off), "15 and 18 digits": (True, fifteen), "damaged number": (True, damaged), "document renewed": (True, renewed),
    "same document": (True, same_document), "day and month turned": (True, turned), "one digit of the date": (True, one_digit), "year only": (True, year_only), "lunar date": (True, lunar),
    "alias": (True, alias),
    "common name, other date": (False, common_other_birth), "same name and date, two numbers": (False, two_numbers), "siblings": (False, siblings), "twins": (False, twins),
    "father and son": (False, father_and_son), "homophones": (False, homophones), "numbers side by side": (False, near_numbers), "found document": (False, found_document),
    "strangers": (False, random_strangers), "same birthday": (False, same_birthday), "foreign strangers": (False, foreign_strangers),
}  # fmt: skip
KEEP_SIDES: frozenset[str] = frozenset()
