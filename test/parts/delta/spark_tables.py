"""Histories of Delta tables written by Spark: every kind of change, one version after the other."""
from pathlib import Path
from random import Random

from pyspark.sql import SparkSession

from columns import PARTITIONS, VALUES, WIDER, value

FEATURES = {
    "delta.enableDeletionVectors": ["true", "true", "false"],
    "delta.columnMapping.mode": ["name", "id", "none", "none"],
    "delta.checkpointInterval": ["1", "2", "3", "100"],
    "delta.checkpointPolicy": ["v2", "classic"],
    "delta.enableTypeWidening": ["true", "false"],
    "delta.enableInCommitTimestamps": ["true", "false"],
    "delta.enableChangeDataFeed": ["true", "false", "false"],
    "delta.enableRowTracking": ["true", "false", "false"],
    "delta.checkpoint.writeStatsAsStruct": ["true", "false"],
    "delta.randomizeFilePrefixes": ["true", "false", "false"],
}


class History:
    """One table while it grows. It has a life: the session, the seed, and what its columns are by now."""

    def __init__(self, session: SparkSession, folder: Path, seed: int):
        self.random = Random(seed)
        self.session = session.newSession()
        self.path = str(folder)
        self.name = f"delta.`{folder}`"
        self.rows = 0
        self.columns = {f"c{i}": kind for i, kind in enumerate(self.random.sample(sorted(VALUES), 4))}
        kinds = self.random.sample(sorted(PARTITIONS), self.random.choice([0, 0, 1, 1, 2]))
        self.partitions = {f"p{i}": kind for i, kind in enumerate(kinds)}
        self.properties = {name: self.random.choice(choices) for name, choices in FEATURES.items()}

    def create(self):
        conf = self.session.conf
        conf.set("spark.databricks.delta.checkpointV2.topLevelFileFormat", self.random.choice(["json", "parquet"]))
        conf.set("spark.databricks.delta.checkpoint.partSize", self.random.choice(["2", "3", "1000000"]))
        conf.set("spark.databricks.delta.optimize.maxFileSize", "1000000")
        conf.set("spark.databricks.delta.schema.autoMerge.enabled", "true")
        columns = ["id BIGINT", *(f"{name} {kind}" for name, kind in {**self.columns, **self.partitions}.items())]
        properties = ", ".join(f"'{name}' = '{held}'" for name, held in self.properties.items())
        layout = f"PARTITIONED BY ({', '.join(self.partitions)})" if self.partitions else ""
        self.sql(f"CREATE TABLE {self.name} ({', '.join(columns)}) USING delta {layout} TBLPROPERTIES ({properties})")
        self.append()

    def grow(self, steps: int):
        self.create()
        for _ in range(steps):
            self.random.choice(self.changes())()

    def changes(self):
        mapped = self.properties["delta.columnMapping.mode"] != "none"
        often = [self.append, self.delete, self.delete, self.update, self.merge, self.optimize]
        seldom = [self.add_column, self.replace, self.restore]
        return often * 2 + seldom + [self.rename, self.drop] * 2 * mapped + [self.widen] * self.widens()

    def widens(self) -> int:
        return 3 if self.properties["delta.enableTypeWidening"] == "true" else 0

    def sql(self, text: str):
        return self.session.sql(text)

    def some_rows(self, first: int, count: int):
        kinds = {"id": "BIGINT", **self.columns, **self.partitions}
        rows = [
            (first + row, *(value(kind, self.random) for kind in self.columns.values()), *self.layout_values())
            for row in range(count)
        ]
        schema = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        return self.session.createDataFrame(rows, schema).repartition(self.random.choice([1, 2]))

    def layout_values(self):
        return [value(kind, self.random, PARTITIONS) for kind in self.partitions.values()]

    def append(self):
        count = self.random.randrange(5, 60)
        self.some_rows(self.rows, count).write.format("delta").mode("append").save(self.path)
        self.rows += count

    def some_ids(self) -> str:
        modulus = self.random.choice([2, 3, 7, 20])
        return f"id % {modulus} = {self.random.randrange(modulus)}"

    def delete(self):
        self.sql(f"DELETE FROM {self.name} WHERE {self.some_ids()}")

    def update(self):
        name = self.random.choice(sorted(self.columns))
        self.sql(f"UPDATE {self.name} SET {name} = NULL, id = id + 1000 WHERE {self.some_ids()}")

    def merge(self):
        view = f"source_{self.random.randrange(10**9)}"
        self.some_rows(self.rows - 5, 10).createOrReplaceTempView(view)
        self.rows += 5
        self.sql(
            f"MERGE INTO {self.name} AS t USING {view} AS s ON t.id = s.id WHEN MATCHED AND s.id % 2 = 0 THEN DELETE "
            "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
        )

    def optimize(self):
        self.sql(f"OPTIMIZE {self.name}")

    def replace(self):
        rows = self.some_rows(self.rows, 20)
        rows.write.format("delta").mode("overwrite").option("overwriteSchema", "true").partitionBy(
            *self.partitions
        ).save(self.path)
        self.rows += 20

    def restore(self):
        latest = self.sql(f"DESCRIBE HISTORY {self.name} LIMIT 1").collect()[0].version
        if latest > 2 and not self.reshaped():
            self.sql(f"RESTORE TABLE {self.name} TO VERSION AS OF {latest - 1}")

    def reshaped(self) -> bool:
        return self.session.table(self.name).columns != self.session.read.format("delta").option(
            "versionAsOf", 0
        ).load(self.path).columns

    def add_column(self):
        name, kind = f"c{self.random.randrange(100, 10_000)}", self.random.choice(sorted(VALUES))
        self.sql(f"ALTER TABLE {self.name} ADD COLUMN {name} {kind}")
        self.columns[name] = kind
        self.reorder()

    def rename(self):
        name = self.random.choice(sorted(self.columns))
        new = self.random.choice(["with space ", "ä,;{}()= ", "UPPER "]) + str(self.random.randrange(10**6))
        self.sql(f"ALTER TABLE {self.name} RENAME COLUMN `{name}` TO `{new}`")
        self.sql(f"ALTER TABLE {self.name} RENAME COLUMN `{new}` TO r{self.random.randrange(10**6)}")
        self.reorder()

    def drop(self):
        if len(self.columns) > 2:
            self.sql(f"ALTER TABLE {self.name} DROP COLUMN {self.random.choice(sorted(self.columns))}")
            self.reorder()

    def widen(self):
        wide = [(name, kind) for name, kind in self.columns.items() if kind in WIDER]
        if wide:
            name, kind = self.random.choice(wide)
            self.sql(f"ALTER TABLE {self.name} ALTER COLUMN {name} TYPE {self.random.choice(WIDER[kind])}")
            self.reorder()

    def reorder(self):
        """What the table's columns are now, by the table itself."""
        kinds = {field.name: field.dataType.simpleString().upper() for field in self.session.table(self.name).schema}
        self.columns = {name: kind for name, kind in kinds.items() if name != "id" and name not in self.partitions}
