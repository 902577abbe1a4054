"""Answers of the original, written for the comparison: one line a batch."""

import json
import os

import numpy as np


def probabilities(values):
    return {"probabilities": finite(np.asarray(values, dtype=np.float64).ravel())}


def numbers(values):
    return {"values": finite(np.asarray(values, dtype=np.float64).ravel())}


def labels(values):
    return {"labels": [label_text(value) for value in np.asarray(values).ravel().tolist()]}


def label_rows(values):
    """Of several labels: 0 and 1 of a row, as one text."""
    return {"labels": [" ".join(str(int(value)) for value in row) for row in np.asarray(values).tolist()]}


def finite(values):
    """JSON has no word for what is not a number."""
    return [float(value) if np.isfinite(value) else None for value in values]


def label_text(value):
    """A label as the table's own labels are written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write(file, lines):
    """Puts the whole file in its place, or none."""
    with open(f"{file}.part", "w", encoding="utf-8") as target:
        for line in lines:
            target.write(json.dumps(line) + "\n")
    os.replace(f"{file}.part", file)
