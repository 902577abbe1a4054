"""The work in its order: load, convert, ask."""

import importlib

from . import answers, rows
from .problem import Problem, one_line

# Each has `load(request)`; the result has `framework`, `converter`, `classes`, `traits`, `convert()` and `predict(batch)`.
READERS = {
    "pickle": "scikit",
    "joblib": "scikit",
    "skops": "scikit",
    "xgboost": "xgb",
    "lightgbm": "lgbm",
    "keras": "tensorflow_models",
    "savedmodel": "tensorflow_models",
    "pt2": "pytorch",
}


def convert(request):
    reader = importlib.import_module(f".{READERS[request['format']]}", __package__)
    original = reader.load(request)
    result = {"framework": original.framework, "traits": sorted(original.traits), "classes": original.classes}
    if request.get("onnx"):
        save(translated(original), request["onnx"])
        result["converter"] = original.converter
    answers.write(request["answers"], (asked(original, batch) for batch in rows.batches(request["rows"])))
    return result


def translated(original):
    try:
        return original.convert()
    except Problem:
        raise
    except Exception as error:
        raise Problem(
            f"{original.converter} cannot convert the model: {one_line(error)}",
            "Leave a model.onnx of your own, or build the model of parts that the converter knows.",
        ) from error


def asked(original, batch):
    try:
        return original.predict(batch)
    except Problem:
        raise
    except Exception as error:
        raise Problem(
            f"the model cannot answer rows of the table: {one_line(error)}",
            "It gets one column each, numbers with NaN and text with '' where a value is missing. What train.py does to "
            "the table before it learns must be part of the model, as in a Pipeline.",
        ) from error


def save(model, file):
    # Some converters name the graph by a random number, and the same training would not give the same bytes.
    model.graph.name = "model"
    with open(file, "wb") as target:
        target.write(model.SerializeToString())
