"""A suite on a table with Great Expectations. usage: great_expectations_run.py TABLE SUITE"""

import json
import os
import sys

os.environ["TQDM_DISABLE"] = "1"

import great_expectations
import pandas
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

table, suite_file = sys.argv[1:]
with open(suite_file, encoding="utf-8") as file:
    written = json.load(file)
context = great_expectations.get_context(mode="ephemeral")
suite = great_expectations.ExpectationSuite(name=written["name"])
suite.expectations = [ExpectationConfiguration(**entry).to_domain_obj() for entry in written["expectations"]]
asset = context.data_sources.add_pandas("tables").add_dataframe_asset("table")
definition = asset.add_batch_definition_whole_dataframe("whole")
result = definition.get_batch({"dataframe": pandas.read_parquet(table)}).validate(suite)
print(json.dumps(result.statistics))
sys.exit(0 if result.success else 1)
