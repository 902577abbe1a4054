"""What a scikit-learn model is made of: where its conversion is known to differ, this says why."""

import math


def of(model):
    """Names of its parts' classes, and of settings that matter."""
    found = set()
    for part in parts(model):
        found.add(type(part).__name__)
        if getattr(part, "is_categorical_", None) is not None:
            found.add("categorical-features")
        if getattr(part, "method", None) == "isotonic":
            found.add("isotonic")
    if missing_text(model) != "":
        found.add("learned-missing-text")
    return found


def missing_text(model):
    """What the model has learned to be a missing text: None, NaN, or '' where it has learned nothing of the kind."""
    for part in parts(model):
        for value in (value for values in getattr(part, "categories_", []) for value in texts(values)):
            if is_missing(value):
                return value
        value = getattr(part, "missing_values", "")
        if is_missing(value) and learned_text(part):
            return value
    return ""


def texts(values):
    """Categories of a column of text."""
    return values if getattr(values, "dtype", None) == object else []


def parts(model, seen=None):
    """The model, its fitted steps, and theirs."""
    seen = set() if seen is None else seen
    if isinstance(model, (list, tuple)):
        for each in model:
            yield from parts(each, seen)
    elif isinstance(model, dict):
        for each in model.values():
            yield from parts(each, seen)
    elif hasattr(model, "get_params") and id(model) not in seen:
        seen.add(id(model))
        yield model
        for name, value in vars(model).items():
            if name not in TEMPLATES:
                yield from parts(value, seen)


# Parameters that are copied before they are fitted.
TEMPLATES = {"transformers", "estimator", "base_estimator", "estimators", "final_estimator"}


def is_missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value))


def learned_text(part):
    """Whether an imputer was fitted on text."""
    return getattr(getattr(part, "statistics_", None), "dtype", None) == object
