"""LightGBM's own files: text."""

import numpy as np

from . import boosting, rows
from .problem import Problem, need, one_line


def load(request):
    boosting.refuse_labels(request, "LightGBM")
    lightgbm = need("lightgbm", "lightgbm")
    try:
        booster = lightgbm.Booster(model_file=request["original"])
    except Exception as error:
        raise Problem(f"LightGBM cannot read the model: {one_line(error)}", "Write it whole with save_model.") from error
    return Boosted(lightgbm, booster, request)


class Boosted:
    def __init__(self, lightgbm, booster, request):
        self.booster = booster
        self.framework = f"LightGBM {lightgbm.__version__}"
        self.converter = "onnxmltools"
        self.traits = {"LightGBM"}
        model = booster.dump_model()
        if any(model.get("pandas_categorical") or []):
            self.traits.add("categorical-features")
        known = {each["name"] for each in request["columns"]}
        named = booster.feature_name()
        self.names = named if set(named) <= known else rows.numeric_features(request, booster.num_feature())
        rows.numeric_features({**request, "features": self.names}, booster.num_feature())
        kind = str(model.get("objective", "regression")).split()[0]
        count = {"binary": 2, "multiclass": model["num_class"], "multiclassova": model["num_class"]}.get(kind)
        self.classes = None if count is None else boosting.classes_of(request, count, "LightGBM")

    def convert(self):
        onnxmltools = need("onnxmltools", "onnxmltools 'protobuf<7'")
        from onnxmltools.convert.common.data_types import FloatTensorType

        self.converter = f"onnxmltools {onnxmltools.__version__}"
        matrix = [("X", FloatTensorType([None, len(self.names)]))]
        converted = onnxmltools.convert_lightgbm(self.booster, initial_types=matrix, zipmap=False)
        return boosting.finished(converted, self.names, self.classes)

    def predict(self, batch):
        table = np.column_stack([batch[name] for name in self.names])
        return boosting.answer(self.booster.predict(table), self.classes)
