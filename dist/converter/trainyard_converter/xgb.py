"""XGBoost's own files: JSON and UBJSON."""

import json

from . import boosting, rows
from .problem import Problem, need, one_line


def load(request):
    boosting.refuse_labels(request, "XGBoost")
    xgboost = need("xgboost", "xgboost")
    booster = xgboost.Booster()
    try:
        booster.load_model(request["original"])
    except Exception as error:
        raise Problem(f"XGBoost cannot read the model: {one_line(error)}", "Write it whole with save_model.") from error
    return Boosted(xgboost, booster, request)


class Boosted:
    def __init__(self, xgboost, booster, request):
        self.xgboost = xgboost
        self.booster = booster
        self.framework = f"XGBoost {xgboost.__version__}"
        self.converter = "onnxmltools"
        self.traits = {"XGBoost"}
        if "c" in (booster.feature_types or []):
            self.traits.add("categorical-features")
        self.names = booster.feature_names or rows.numeric_features(request, booster.num_features())
        rows.numeric_features({**request, "features": self.names}, booster.num_features())
        learner = json.loads(booster.save_config())["learner"]
        objective = learner["objective"]["name"]
        kind = objective.split(":")[0]
        if kind not in ("binary", "multi", "reg", "count", "rank"):
            raise Problem(f"the objective {objective} is none of a class or a number", "Use binary:, multi:, reg: or rank:.")
        self.ranks = kind == "rank"
        count = 2 if kind == "binary" else int(learner["learner_model_param"]["num_class"])
        if objective == "multi:softmax":
            # The same trees; asked for probabilities in the place of the likeliest class.
            booster.set_param({"objective": "multi:softprob"})
        self.classes = boosting.classes_of(request, count, "XGBoost") if kind in ("binary", "multi") else None

    def convert(self):
        onnxmltools = need("onnxmltools", "onnxmltools 'protobuf<7'")
        from onnxmltools.convert.common.data_types import FloatTensorType

        self.converter = f"onnxmltools {onnxmltools.__version__}"
        plain = self.booster.copy()
        # The converter knows features by number alone.
        plain.feature_names = None
        plain.feature_types = None
        if self.ranks:
            # A rank is the sum of the trees, as a number is; the converter takes it for a class.
            plain.set_param({"objective": "reg:squarederror"})
        matrix = [("X", FloatTensorType([None, len(self.names)]))]
        return boosting.finished(onnxmltools.convert_xgboost(plain, initial_types=matrix), self.names, self.classes)

    def predict(self, batch):
        table = self.xgboost.DMatrix(
            rows.matrix(batch, self.names),
            feature_names=self.booster.feature_names,
            feature_types=self.booster.feature_types,
        )
        return boosting.answer(self.booster.predict(table), self.classes)
