"""scikit-learn: pickle, joblib and skops."""

import pickle

import numpy as np

from . import answers, rows, traits
from .problem import Problem, need, one_line

CONVERTER = "'skl2onnx>=1.19' 'protobuf<7'"
# What onnxmltools writes for boosters inside a pipeline.
OPSET = {"": 21, "ai.onnx.ml": 3}


def load(request):
    sklearn = need("sklearn", "scikit-learn")
    framework = f"scikit-learn {sklearn.__version__}"
    if request.get("labels") is None:
        return Scikit(read(request), request, framework)
    from .several import Several

    return Several(read(request), request, framework)


def read(request):
    try:
        return READERS[request["format"]](request["original"])
    except Problem:
        raise
    except ModuleNotFoundError as error:
        raise Problem(
            f"the model needs the module {error.name}, which is not there",
            "Install it, or commit it beside trainyard.yml or beside the script.",
        ) from error
    except AttributeError as error:
        raise Problem(
            f"the model holds something that its module does not have: {one_line(error)}",
            "What the script itself defines cannot be read elsewhere: put it into a module of its own and import it.",
        ) from error
    except Exception as error:
        raise Problem(f"the model cannot be read: {one_line(error)}", "Write it whole before the command ends.") from error


def read_pickle(file):
    with open(file, "rb") as source:
        return pickle.load(source)


def read_joblib(file):
    return need("joblib", "joblib").load(file)


def read_skops(file):
    skops = need("skops.io", "skops")
    return skops.load(file, trusted=skops.get_untrusted_types(file=file))


READERS = {"pickle": read_pickle, "joblib": read_joblib, "skops": read_skops}


class Scikit:
    """An estimator with `predict`."""

    def __init__(self, model, request, framework):
        if not hasattr(model, "predict"):
            raise Problem(f"the file holds a {type(model).__name__}, which does not predict", "Save the fitted estimator.")
        model = getattr(model, "best_estimator_", model)
        self.model = model
        self.framework = framework
        self.converter = "skl2onnx"
        self.traits = traits.of(model)
        self.missing = traits.missing_text(model)
        self.named = getattr(model, "feature_names_in_", None) is not None
        self.names = list(model.feature_names_in_) if self.named else rows.numeric_features(request, width(model))
        self.types = {each["name"]: each["type"] for each in request["columns"]}
        unknown = [name for name in self.names if name not in self.types]
        if unknown:
            raise Problem(
                f"the model takes a column {unknown[0]}, which the table does not have",
                "What train.py adds to the table must be part of the model, as in a Pipeline.",
            )
        self.classes = self.learned(request)
        self.probable = self.classes is not None and hasattr(model, "predict_proba")

    def learned(self, _):
        """Names of the classes; none of a regression."""
        classes = getattr(self.model, "classes_", None)
        if isinstance(classes, list):
            raise Problem(
                f"the model answers {len(classes)} columns, and data.target names one",
                "Name the columns of all labels: data.target: [news, sport].",
            )
        return None if classes is None else [answers.label_text(value) for value in classes.tolist()]

    def convert(self):
        skl2onnx = need("skl2onnx", CONVERTER)
        from . import graph

        self.converter = f"skl2onnx {skl2onnx.__version__}"
        options = {"target_opset": OPSET} if register_boosters(self.model) else {}
        if self.classes is not None:
            options["options"] = {id(self.model): {plain_answers(self.model): False}}
        converted = self.converted(skl2onnx, options)
        if self.classes is None:
            return converted
        return graph.name_classes(self.classified(converted), self.classes)

    def converted(self, skl2onnx, options):
        """A pipeline joins its columns itself; an estimator takes one matrix."""
        from skl2onnx.common.data_types import FloatTensorType, StringTensorType

        from . import graph

        if hasattr(self.model, "steps"):
            types = [
                (name, (StringTensorType if self.types[name] == "string" else FloatTensorType)([None, 1]))
                for name in self.names
            ]
            return skl2onnx.convert_sklearn(self.model, initial_types=types, **options)
        rows.numbers_only(self.names, self.types)
        matrix = [("X", FloatTensorType([None, len(self.names)]))]
        return graph.by_column(skl2onnx.convert_sklearn(self.model, initial_types=matrix, **options), self.names)

    def classified(self, converted):
        from . import graph

        if not self.probable:
            return graph.only_label(converted)
        same = all(isinstance(value, str) for value in self.model.classes_.tolist())
        return converted if same else graph.only_probabilities(converted)

    def predict(self, batch):
        table = self.table(batch)
        if self.probable:
            return answers.probabilities(self.model.predict_proba(table))
        if self.classes is not None:
            return answers.labels(self.model.predict(table))
        return answers.numbers(self.model.predict(table))

    def table(self, batch):
        if not self.named:
            return np.column_stack([batch[name] for name in self.names])
        pandas = need("pandas", "pandas")
        columns = {name: batch[name] for name in self.names}
        return pandas.DataFrame({name: self.series(pandas, values) for name, values in columns.items()})

    def series(self, pandas, values):
        """A model that has learned what a missing text means is asked with it, as it was taught."""
        if values.dtype != object:
            return values
        return pandas.Series([self.missing if value == "" else value for value in values], dtype=object)


def plain_answers(model):
    """The option that makes the answers a tensor: a list of dictionaries by default."""
    last = model.steps[-1][1] if hasattr(model, "steps") else model
    return "output_class_labels" if type(last).__name__ == "LinearSVC" else "zipmap"


def width(model):
    return getattr(model, "n_features_in_", None)


def register_boosters(model):
    """Makes estimators of XGBoost and LightGBM known to skl2onnx. @returns whether there are any"""
    found = [each for each in traits.parts(model) if type(each).__module__.split(".")[0] in BOOSTERS]
    for each in found:
        BOOSTERS[type(each).__module__.split(".")[0]](each)
    return len(found) > 0


def register_xgboost(model):
    need("onnxmltools", "onnxmltools 'protobuf<7'")
    from onnxmltools.convert.xgboost.operator_converters.XGBoost import convert_xgboost

    register(model, "XGBoost", convert_xgboost)


def register_lightgbm(model):
    need("onnxmltools", "onnxmltools 'protobuf<7'")
    from onnxmltools.convert.lightgbm.operator_converters.LightGbm import convert_lightgbm

    register(model, "LightGbm", convert_lightgbm)


def register(model, family, converter):
    from skl2onnx import update_registered_converter
    from skl2onnx.common.shape_calculator import (
        calculate_linear_classifier_output_shapes,
        calculate_linear_regressor_output_shapes,
    )

    classifier = hasattr(model, "predict_proba")
    shapes = calculate_linear_classifier_output_shapes if classifier else calculate_linear_regressor_output_shapes
    options = {"nocl": [True, False], "zipmap": [True, False, "columns"]} if classifier else None
    update_registered_converter(type(model), f"{family}{type(model).__name__}", shapes, converter, options=options)


BOOSTERS = {"xgboost": register_xgboost, "lightgbm": register_lightgbm}
