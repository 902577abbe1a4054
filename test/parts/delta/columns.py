"""Columns of the generated tables: a type of each kind that a table may have, with values that are hard to carry."""
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

TEXTS = ["", "plain", "a b", "q'q", 'q"q', "ä/ö", "x=y", "100%", "a:b", "né\u2028w", "NULL", "%41", "#?&", "日本"]


def text(random: Random) -> str:
    return random.choice(TEXTS)


def day(random: Random) -> date:
    return date(1969, 12, 30) + timedelta(days=random.randrange(25_000))


def moment(random: Random) -> datetime:
    return datetime(1969, 12, 31) + timedelta(microseconds=random.randrange(2_000_000_000_000_000))


VALUES = {
    "BIGINT": lambda random: random.choice([0, -1, 2**53, -(2**63), 2**63 - 1, random.randrange(1000)]),
    "INT": lambda random: random.randrange(-(2**31), 2**31),
    "SMALLINT": lambda random: random.randrange(-(2**15), 2**15),
    "TINYINT": lambda random: random.randrange(-128, 128),
    "FLOAT": lambda random: random.choice([0.0, -0.5, 0.1, 3e38, random.random()]),
    "DOUBLE": lambda random: random.choice([0.0, -1.5, 1e308, random.gauss(0, 1)]),
    "DECIMAL(10,2)": lambda random: Decimal(random.randrange(-(10**9), 10**9)).scaleb(-2),
    "BOOLEAN": lambda random: random.random() < 0.5,
    "STRING": text,
    "DATE": day,
    "TIMESTAMP": moment,
    "TIMESTAMP_NTZ": moment,
}

# What a file may be laid out by: few values each, so that files hold more than one row.
PARTITIONS = {
    "STRING": lambda random: random.choice(["a b", "x=y", "100%", "ä/ö", "q'q", "a:b", "%41", ""]),
    "INT": lambda random: random.randrange(-1, 3),
    "DATE": lambda random: date(2024, 2, 28) + timedelta(days=random.randrange(3)),
    "BOOLEAN": lambda random: random.random() < 0.5,
    "TIMESTAMP": lambda random: datetime(2024, 1, 1, 12, 30, random.randrange(2), random.randrange(2) * 1234),
    "DECIMAL(10,2)": lambda random: Decimal(random.randrange(3)).scaleb(-2),
    "DOUBLE": lambda random: random.choice([0.5, -1e30, 3.0]),
}

# Types that a column may be widened to.
WIDER = {
    "TINYINT": ["SMALLINT", "INT", "DOUBLE", "DECIMAL(10,0)"],
    "SMALLINT": ["INT", "DOUBLE"],
    "INT": ["DOUBLE", "DECIMAL(12,1)"],
    "FLOAT": ["DOUBLE"],
    "DATE": ["TIMESTAMP_NTZ"],
    "DECIMAL(10,2)": ["DECIMAL(20,4)"],
}


def value(kind: str, random: Random, of=VALUES):
    return None if random.random() < 0.15 else of[kind](random)


def plain(held):
    """A value as JSON carries it: days as text, moments as microseconds since 1970, whole numbers as text."""
    if isinstance(held, datetime):
        return str((held - datetime(1970, 1, 1)) // timedelta(microseconds=1))
    if isinstance(held, date):
        return held.isoformat()
    if isinstance(held, Decimal):
        return float(held)
    return str(held) if isinstance(held, int) and not isinstance(held, bool) else held
