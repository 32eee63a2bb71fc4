"""Names of the province-level divisions (GB/T 2260) and the odd forms seen in real files."""

import re
import unicodedata

NAMES = """
110000 北京 北京市 Beijing
120000 天津 天津市 Tianjin
130000 河北 河北省 Hebei
140000 山西 山西省 Shanxi
150000 内蒙古 内蒙古自治区 InnerMongolia
210000 辽宁 辽宁省 Liaoning
220000 吉林 吉林省 Jilin
230000 黑龙江 黑龙江省 Heilongjiang
310000 上海 上海市 Shanghai
320000 江苏 江苏省 Jiangsu
330000 浙江 浙江省 Zhejiang
340000 安徽 安徽省 Anhui
350000 福建 福建省 Fujian
360000 江西 江西省 Jiangxi
370000 山东 山东省 Shandong
410000 河南 河南省 Henan
420000 湖北 湖北省 Hubei
430000 湖南 湖南省 Hunan
440000 广东 广东省 Guangdong
450000 广西 广西壮族自治区 Guangxi
460000 海南 海南省 Hainan
500000 重庆 重庆市 Chongqing
510000 四川 四川省 Sichuan
520000 贵州 贵州省 Guizhou
530000 云南 云南省 Yunnan
540000 西藏 西藏自治区 Xizang
610000 陕西 陕西省 Shaanxi
620000 甘肃 甘肃省 Gansu
630000 青海 青海省 Qinghai
640000 宁夏 宁夏回族自治区 Ningxia
650000 新疆 新疆维吾尔自治区 Xinjiang
710000 台湾 台湾省 Taiwan
810000 香港 香港特别行政区 HongKong
820000 澳门 澳门特别行政区 Macao
"""

ODD_FORMS = {
    "北    京": "110000",
    "内 蒙 古": "150000",
    "北 京": "110000",
    "四川成都": "510000",
    "新疆维吾尔族自治区": "650000",
    "浙汀": "330000",
    "四藏": "540000",
    "江四": "360000",
    "江两": "360000",
    "山两": "140000",
    "两藏": "540000",
    " Inner Mongolia": "150000",
    "Tibet": "540000",
    "Hongkong": "810000",
    "Hcbci": "130000",
    "Hcnan": "410000",
    "Jiangu": "320000",
    "江西省       ": "360000",
    "上海市\n中国科学院": "310000",
    "上海市 中国科学院": "310000",
    "北京市教委": "110000",
    "辽宁省教育厅": "210000",
    "新疆生产建设兵团": "650000",
    "新疆生产建设兵团教育局": "650000",
    "辽宁>沈阳市": "210000",
    "江苏@南京@": "320000",
    "Nei Mongol Zizhiqu": "150000",
    "Nei Mongol Zizhiqu (mn)": "150000",
    "NEI MONGOL ZIZHIQU": "150000",
    "Ningxia Huizi Zizhiqu": "640000",
    "Ningxia Zizhiiqu": "640000",
    "Xizang Zizhiqu": "540000",
    "Xinjiang Uygur Zizhiqu": "650000",
    "Guangxi Zhuangzu Zizhiqu": "450000",
}

NOT_ONE_PROVINCE = (
    "地 区",
    "尔部地区",
    "Hong Kong,\nMacao & Taiwan",
    "Hong Kong,",
    "Macao & Taiwan on the NEXT ROW",
    "其他",
    "其 它",
    "国 外",
    "港 澳 台",
    "东部地区",
    "中部地区",
    "西部地区",
    "东北地区",
    "西部",
    "东北",
    "全    国",
)


def plain(form: str) -> str:
    """A form without blanks, line breaks, width and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", form)).casefold()


def _codes() -> dict[str, str]:
    found = {plain(form): code for form, code in ODD_FORMS.items()}
    for line in NAMES.split("\n"):
        for name in line.split():
            found[plain(name)] = line.split()[0]
    return found


CODES = _codes()
REFUSED = {plain(form) for form in NOT_ONE_PROVINCE}
