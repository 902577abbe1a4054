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
        if any(is_missing(value) for values in getattr(part, "categories_", []) for value in values):
            found.add("learned-missing-text")
        if is_missing(getattr(part, "missing_values", 0)) and learned_text(part):
            found.add("learned-missing-text")
    return found


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
