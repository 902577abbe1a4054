"""The sixteen checks with Pandera. usage: pandera_run.py TABLE"""

import sys

import pandas
import pandera.pandas as pandera
from pandera.pandas import Check, Column

of_column = {"element_wise": False}
schema = pandera.DataFrameSchema(
    {
        "id": Column(nullable=False),
        "amount": Column(checks=[Check.in_range(0, 1000), Check(lambda s: 0 <= s.min() <= 1, **of_column)]),
        "score": Column(
            checks=[
                Check(lambda s: 40 <= s.mean() <= 60, **of_column),
                Check(lambda s: 20 <= s.std() <= 40, **of_column),
            ]
        ),
        "age": Column("int32", checks=[Check.in_range(18, 97), Check(lambda s: 90 <= s.max() <= 100, **of_column)]),
        "colour": Column(checks=Check.isin(["red", "green", "blue", "grey", "black"])),
        "email": Column(checks=[Check.str_matches(r"^user\d+@mail\.example$"), Check.str_length(10, 40)]),
        "active": Column(),
        "seen": Column(),
        "income": Column(
            nullable=True,
            checks=[
                Check(lambda s: s.notna().mean() >= 0.9, ignore_na=False, **of_column),
                Check(lambda s: 40 <= s.median() <= 60, **of_column),
            ],
        ),
        "shop": Column(checks=Check(lambda s: 1 <= s.nunique() <= 2000, **of_column)),
    },
    checks=Check(lambda frame: len(frame) >= 1),
    ordered=True,
    strict=True,
)
schema.validate(pandas.read_parquet(sys.argv[1]), lazy=True)
