"""Great Expectations on the pandas engine, for many suites in one process.

usage: reference.py tables FOLDER            scikit-learn's shipped tables, as Parquet
       reference.py types                    the expectations that are there, as JSON
       reference.py run CASES RESULTS        JSON in, JSON out: one list of results for each case
"""

import datetime
import decimal
import json
import logging
import math
import os
import sys
import warnings

os.environ["TQDM_DISABLE"] = "1"
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import numpy
import pandas


def write_tables(folder):
    from sklearn import datasets

    for name in ("iris", "wine", "breast_cancer", "diabetes", "linnerud"):
        frame = getattr(datasets, f"load_{name}")(as_frame=True).frame
        frame.to_parquet(os.path.join(folder, f"{name}.parquet"), index=False)


def print_types():
    import great_expectations  # fills the registry
    from great_expectations.expectations.registry import list_registered_expectation_implementations

    print(json.dumps(sorted(list_registered_expectation_implementations())))


def run(cases_file, results_file):
    with open(cases_file, encoding="utf-8") as file:
        cases = json.load(file)
    batches = Batches()
    results = [validate(batches.of(case["table"]), case) for case in cases]
    with open(results_file, "w", encoding="utf-8") as file:
        json.dump(results, file, allow_nan=False)


class Batches:
    """One batch for each table, read once."""

    def __init__(self):
        import great_expectations

        context = great_expectations.get_context(mode="ephemeral")
        self.source = context.data_sources.add_pandas("tables")
        self.known = {}

    def of(self, path):
        if path not in self.known:
            asset = self.source.add_dataframe_asset(path)
            definition = asset.add_batch_definition_whole_dataframe("whole")
            self.known[path] = definition.get_batch({"dataframe": pandas.read_parquet(path)})
        return self.known[path]


def validate(batch, case):
    """Results in the order of the expectations; those that Great Expectations does not take are refused."""
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    suite = ExpectationSuite(name="suite")
    results = [None] * len(case["expectations"])
    for index, written in enumerate(case["expectations"]):
        try:
            expectation = ExpectationConfiguration(**written, meta={"index": index}).to_domain_obj()
            suite.expectations.append(expectation)
        except Exception as error:
            results[index] = {"refused": first_line(error)}
    validated = batch.validate(suite, result_format=case["result_format"])
    for result in validated.results:
        results[result.expectation_config.meta["index"]] = outcome(result)
    return {"results": results, "success": validated.success, "statistics": plain(validated.statistics)}


def outcome(result):
    information = result.exception_info or {}
    raised = [information] if "raised_exception" in information else list(information.values())
    messages = [entry.get("exception_message") for entry in raised if entry.get("raised_exception")]
    if messages:
        return {"success": bool(result.success), "raised": str(messages[0])[:300]}
    return {"success": bool(result.success), "result": plain(result.result)}


def first_line(error):
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def plain(value):
    """JSON that loses nothing: whole numbers beyond 2^53 and infinities are text, times are ISO 8601 in UTC."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(plain(key)): plain(entry) for key, entry in value.items()}
    if isinstance(value, pandas.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if isinstance(value, (list, tuple, set, numpy.ndarray, pandas.Series)):
        return [plain(entry) for entry in value]
    if isinstance(value, numpy.generic) and not isinstance(value, (numpy.datetime64, numpy.timedelta64)):
        value = value.item()
    if value is None or value is pandas.NA or value is pandas.NaT:
        return None
    if isinstance(value, bool) or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else str(value)
    if isinstance(value, (float, decimal.Decimal)):
        return number(float(value))
    return moment(value)


def number(value):
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def moment(value):
    if isinstance(value, numpy.datetime64):
        value = pandas.Timestamp(value)
    if value is pandas.NaT:
        return None
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    {"tables": write_tables, "types": print_types, "run": run}[sys.argv[1]](*sys.argv[2:])
