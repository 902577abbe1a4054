"""Histories of Delta tables written by delta-rs, the deltalake package."""
from pathlib import Path
from random import Random

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from columns import PARTITIONS, VALUES, value

TYPES = {
    "BIGINT": pa.int64(),
    "INT": pa.int32(),
    "SMALLINT": pa.int16(),
    "TINYINT": pa.int8(),
    "FLOAT": pa.float32(),
    "DOUBLE": pa.float64(),
    "DECIMAL(10,2)": pa.decimal128(10, 2),
    "BOOLEAN": pa.bool_(),
    "STRING": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us", tz="UTC"),
    "TIMESTAMP_NTZ": pa.timestamp("us"),
}


def rows(columns: dict, partitions: dict, first: int, count: int, random: Random) -> pa.Table:
    arrays = {"id": pa.array(range(first, first + count), pa.int64())}
    for name, kind in columns.items():
        arrays[name] = pa.array([value(kind, random) for _ in range(count)], TYPES[kind])
    for name, kind in partitions.items():
        arrays[name] = pa.array([value(kind, random, PARTITIONS) for _ in range(count)], TYPES[kind])
    return pa.table(arrays)


def grow(folder: Path, random: Random):
    columns = {f"c{i}": kind for i, kind in enumerate(random.sample(sorted(VALUES), 4))}
    partitions = {f"p{i}": kind for i, kind in enumerate(random.sample(sorted(PARTITIONS), random.choice([0, 1, 2])))}
    path, first = str(folder), 0
    for step in range(random.randrange(5, 14)):
        change = "append" if step == 0 else random.choice(["append", "append", *CHANGES])
        if change == "append":
            if random.random() < 0.3:
                columns = {**columns, f"c{step}_new": random.choice(sorted(VALUES))}
            table = rows(columns, partitions, first, 20, random)
            layout = list(partitions) or None
            write_deltalake(path, table, mode="append", partition_by=layout, schema_mode="merge" if step else None)
            first += 20
        else:
            CHANGES[change](DeltaTable(path), random)


def ids(random: Random) -> str:
    return f"id % {random.choice([2, 3, 7])} = 1"


CHANGES = {
    "delete": lambda table, random: table.delete(ids(random)),
    "update": lambda table, random: table.update(updates={"id": "id + 1000"}, predicate=ids(random)),
    "optimize": lambda table, random: table.optimize.compact(),
    "checkpoint": lambda table, random: table.create_checkpoint(),
}
