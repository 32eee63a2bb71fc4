"""Main IPC classes that stand for the 35 fields of technology of WIPO's table."""

import numpy as np

from milestones.synthetic.draw import Days, Floats, Ints, pick
from milestones.synthetic.institutions import Institutions

# field: (how often universities and institutes file in it, main classes that lie in it)
_FIELDS: dict[int, tuple[float, str]] = {
    1: (5.6, "H01M 10/0525|H01M 4/36|H02J 3/38|H02M 7/483|H01G 11/86|H02K 1/27"),
    2: (1.2, "H04N 5/232|H04R 1/10|G09G 3/36|H05K 7/20|G09F 9/30"),
    3: (1.8, "H01Q 1/38|H04B 7/06|H04B 10/25|H01P 1/203|H04Q 11/00"),
    4: (3.0, "H04L 9/40|H04W 72/04|H04L 25/02|H04L 67/10|H04W 4/40"),
    5: (0.9, "H03M 13/11|H03K 17/687|H03H 9/02|H03F 3/45"),
    6: (11.5, "G06T 7/00|G06N 3/08|G06F 30/23|G06V 10/82|G06F 16/35|G06K 9/62|G10L 15/26"),
    7: (1.9, "G06Q 10/04|G06Q 50/06|G06Q 30/02|G06Q 10/06"),
    8: (2.3, "H01L 21/336|H01L 31/18|H01L 29/78|H10K 71/12"),
    9: (2.5, "G02B 6/122|G02F 1/35|G03F 7/20|H01S 3/10|G02B 27/00"),
    10: (10.4, "G01N 21/64|G01B 11/24|G01R 31/00|G01S 13/90|G01N 27/26|G01M 13/04|G01C 21/20"),
    11: (1.9, "G01N 33/24|G01N 33/53|G01N 33/68|G01N 33/38"),
    12: (3.4, "G05B 13/04|G05D 1/02|G08G 1/01|G05B 19/418|G09B 23/18"),
    13: (3.9, "A61B 5/00|A61B 17/56|A61F 2/02|A61L 27/54|A61M 5/14"),
    14: (3.3, "C07D 401/04|C07C 67/08|C07F 9/50|C07H 17/04|A61K 8/97"),
    15: (5.2, "C12N 15/82|C12N 1/20|C12Q 1/68|C07K 14/415|C12P 7/06"),
    16: (3.4, "A61K 31/352|A61K 36/899|A61K 9/51|A61P 35/00"),
    17: (2.9, "C08L 63/00|C08G 73/10|C08F 220/56|C08B 37/08"),
    18: (2.0, "A23L 33/10|A23K 10/30|A01H 4/00|A23F 3/06"),
    19: (2.8, "C09K 11/06|C09D 5/08|C05G 3/80|A01N 43/90|C10L 5/44"),
    20: (6.2, "C04B 28/04|C22C 38/02|C01B 32/15|C01G 23/053|C22C 1/04|B22F 9/24"),
    21: (2.2, "C23C 14/35|C25B 11/06|B05D 5/08|B32B 27/06|C30B 29/04"),
    22: (0.5, "B82Y 40/00|B81C 1/00|B82Y 30/00"),
    23: (4.5, "B01J 23/75|B01J 20/22|B01D 71/06|B01F 7/18|B01J 27/24"),
    24: (3.6, "C02F 1/28|C02F 9/00|B01D 53/86|B09C 1/10|C02F 3/34"),
    25: (1.6, "B25J 9/16|B65G 47/90|B25J 15/08|B66C 13/06"),
    26: (3.4, "B23K 26/34|B21D 26/02|B24B 29/00|B23Q 17/09"),
    27: (1.8, "F03B 13/18|F02B 43/10|F04D 29/24|F03D 7/04|F01D 5/18"),
    28: (1.3, "D06M 11/46|D01F 9/12|D04H 1/728|D21H 17/67"),
    29: (3.5, "A01G 9/14|A01D 45/00|B29C 64/106|A01K 61/10|B28B 1/00"),
    30: (1.0, "F24S 20/40|F25B 15/06|F28D 15/02|F24F 5/00"),
    31: (1.7, "F16H 1/32|F16F 15/02|F16L 55/32|F16C 32/04"),
    32: (2.2, "B60L 15/20|B64C 39/02|B62D 57/032|B63C 11/52|B60W 30/14"),
    33: (0.7, "A47B 41/00|A63B 69/00|A47G 1/00|A63F 13/20"),
    34: (0.8, "A41D 13/00|A45F 3/04|G10K 11/16|F25D 11/00"),
    35: (4.5, "E21B 43/26|E04B 1/98|E02D 17/20|E01D 21/00|E21D 20/00|E02B 3/04"),
}
_SHARE_OF_OWN_FIELDS = 0.4
_FIELD = np.repeat(list(_FIELDS), [len(text.split("|")) for _, text in _FIELDS.values()])
CODES = tuple(code for _, text in _FIELDS.values() for code in text.split("|"))
FIELD_OF_CODE: Ints = _FIELD.astype(np.int64)
BLANK = -1


def draw_codes(rng: np.random.Generator, holder: Ints, institutions: Institutions) -> Days:
    """A main class for each patent, as a position in CODES: partly from three fields that its
    institution is strong in, else as the whole country files."""
    shares = np.array([share for share, _ in _FIELDS.values()])
    own = pick(rng, shares, 3 * len(institutions)).reshape(-1, 3)
    field = pick(rng, shares, len(holder))
    is_own = rng.random(len(holder)) < _SHARE_OF_OWN_FIELDS
    choice = rng.integers(0, 3, len(holder))
    field[is_own] = own[holder[is_own], choice[is_own]]
    return _code_within(rng, field.astype(np.int64)).astype(np.int32)


def _code_within(rng: np.random.Generator, field: Ints) -> Ints:
    """One of the field's main classes, the first ones more often."""
    first = np.searchsorted(FIELD_OF_CODE, np.arange(1, len(_FIELDS) + 1))
    count = np.bincount(FIELD_OF_CODE, minlength=len(_FIELDS) + 1)[1:]
    lot: Floats = rng.random(len(field)) ** 1.4
    return first[field] + np.floor(lot * count[field]).astype(np.int64)
