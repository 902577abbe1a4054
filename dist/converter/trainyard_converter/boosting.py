"""What XGBoost and LightGBM have in common: trees over one matrix, and classes that are numbers."""

import numpy as np

from . import answers
from .problem import Problem


def classes_of(request, count, family):
    """Names of the classes 0, 1, …: those of the table, in their order."""
    classes = request.get("classes") or []
    if len(classes) != count:
        raise Problem(
            f"{family} learned {count} classes, and the training rows have {len(classes)}",
            'Write the classes 0, 1, … into TRAINYARD_OUT/signature.json: {"classes": ["no", "yes"]}.',
        )
    return classes


def refuse_labels(request, family):
    """A file of its own holds one target."""
    if request.get("labels") is not None:
        raise Problem(
            f"a file of {family} answers one target, and data.target names {len(request['labels'])}",
            "Put one model for each label into scikit-learn's MultiOutputClassifier, and save that: model.joblib.",
        )


def finished(converted, names, classes):
    from . import graph

    by_column = graph.by_column(converted, names)
    if classes is None:
        return by_column
    return graph.name_classes(graph.only_probabilities(by_column), classes)


def answer(values, classes):
    """values: a number a row, the probability of the second class, or one for each class."""
    if classes is None:
        return answers.numbers(values)
    if values.ndim == 1:
        return answers.probabilities(np.column_stack([1 - values, values]))
    return answers.probabilities(values)
