"""Rows of the table, as the ONNX model will get them: a column is a list of numbers or of texts."""

import json

import numpy as np

from .problem import Problem


def batches(file):
    """One dictionary of columns for each line of the file."""
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            columns = json.loads(line)
            yield {name: column(values) for name, values in columns.items()}


def column(values):
    """Missing numbers come as null, texts as ''."""
    if any(isinstance(value, str) for value in values):
        return np.array(values, dtype=object)
    return np.array(values, dtype=np.float64)


def matrix(batch, names):
    """Columns of numbers side by side."""
    return np.column_stack([batch[name] for name in names]).astype(np.float32)


def numeric_features(request, count):
    """Names of the columns that a model takes that does not say it itself. count: how many it takes; None where unknown."""
    names = request.get("features") or [each["name"] for each in request["columns"] if each["role"] == "feature"]
    known = {each["name"]: each["type"] for each in request["columns"]}
    for name in names:
        if name not in known:
            raise Problem(f"the model takes a column {name}, which the table does not have", HOW)
    numbers_only(names, known)
    if count is not None and count != len(names):
        raise Problem(f"the model takes {count} columns, and the table has {len(names)}: {', '.join(names)}", HOW)
    return names


def numbers_only(names, types):
    text = [name for name in names if types[name] == "string"]
    if text:
        raise Problem(f"the model takes a matrix of numbers, and the column {text[0]} holds text", HOW)


HOW = 'Write its columns in their order into TRAINYARD_OUT/signature.json: {"features": ["a", "b"]}.'
