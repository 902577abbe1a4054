"""Writes seeded histories of Delta tables, and what Spark reads of them at sampled versions.

usage: histories.py JARS OUT SPARK_TABLES DELTALAKE_TABLES
OUT/<table>/ are the tables; OUT/expected/<table>.json holds columns, rows and versions as Spark reads them.
"""
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import spark
from columns import plain
from deltalake_tables import grow as grow_deltalake
from spark_tables import History


def versions_of(table: Path) -> list[int]:
    return sorted(int(entry.name[:20]) for entry in (table / "_delta_log").glob("*.json") if len(entry.name) == 25)


def settle_times(table: Path):
    """Gives each commit's file the time that the commit names, which is what Spark goes by where nothing else is said."""
    for version in versions_of(table):
        file = table / "_delta_log" / f"{version:020}.json"
        lines = [json.loads(line) for line in file.read_text().split("\n") if line]
        time = next((line["commitInfo"]["timestamp"] for line in lines if "commitInfo" in line), None)
        if time is not None:
            os.utime(file, ns=(time * 1_000_000, time * 1_000_000))


def read(session, table: Path, **options):
    frame = session.read.format("delta").options(**options).load(str(table))
    rows = [[plain(held) for held in row] for row in frame.collect()]
    return {"columns": [[field.name, field.dataType.simpleString()] for field in frame.schema], "rows": rows}


def expected(session, table: Path, random: Random, samples: int) -> dict:
    versions = versions_of(table)
    chosen = {versions[-1], *random.sample(versions, min(samples, len(versions)))}
    settle_times(table)
    reads = [{"version": version, **read(session, table, versionAsOf=version)} for version in sorted(chosen)]
    return {"latest": versions[-1], "reads": reads, "times": times(session, table, random)}


def times(session, table: Path, random: Random) -> list[dict]:
    """For a moment between the first commit and the last: which version Spark takes."""
    history = {row.version: row.timestamp for row in session.sql(f"DESCRIBE HISTORY delta.`{table}`").collect()}
    version = random.choice(sorted(history))
    return [{"timestamp": int(plain(history[version])) // 1000, "version": version}]


def make(session, out: Path, kind: str, seed: int, samples: int = 2) -> str:
    name = f"{kind}-{seed}"
    table = out / name
    random = Random(seed)
    if kind == "spark":
        History(session, table, seed).grow(random.randrange(3, 7))
    else:
        grow_deltalake(table, random)
    document = expected(session.newSession(), table, random, samples)
    (out / "expected").mkdir(exist_ok=True)
    (out / "expected" / f"{name}.json").write_text(json.dumps(document))
    return name


def main(jars: str, out: str, spark_tables: str, deltalake_tables: str):
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    session = spark.start(Path(jars), folder / "scratch")
    wanted = [("spark", seed) for seed in range(int(spark_tables))]
    wanted += [("deltalake", seed) for seed in range(int(deltalake_tables))]
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        for name in pool.map(lambda each: make(session, folder, *each), wanted):
            print(f"{time.monotonic() - began:6.0f} s  {name}", flush=True)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
