"""scikit-learn: estimators that say of each of several labels whether a row has it."""

import numpy as np

from . import answers, rows
from .problem import Problem, need
from .scikit import CONVERTER, OPSET, Scikit, register_boosters

HOW = "Learn from the columns that TRAINYARD_TARGET lists, in that order: frame[list]."


class Several(Scikit):
    """An estimator whose `predict` gives a row of 0 and 1, one for each label."""

    def learned(self, request):
        labels = request["labels"]
        some = {name: values[:1] for name, values in next(rows.batches(request["rows"])).items()}
        answered = np.asarray(self.model.predict(self.table(some)))
        if answered.shape != (1, len(labels)):
            width = answered.shape[1] if answered.ndim == 2 else 1
            raise Problem(f"the model answers {width} columns a row, and data.target names {len(labels)}", HOW)
        known = getattr(self.model, "classes_", None)
        for label, classes in zip(labels, known if isinstance(known, list) else []):
            if sorted(classes.tolist()) != [0, 1]:
                values = ", ".join(answers.label_text(value) for value in classes.tolist())
                raise Problem(f"the model knows only {values} of the label {label}, and not 0 and 1", HOW)
        return labels

    def convert(self):
        skl2onnx = need("skl2onnx", CONVERTER)
        from . import graph

        self.converter = f"skl2onnx {skl2onnx.__version__}"
        if "ClassifierChain" in self.traits:
            from . import chain

            chain.register()
        if not self.probable and "MultiOutputClassifier" in self.traits:
            raise Problem(
                "skl2onnx cannot convert a MultiOutputClassifier around a model without probabilities",
                "Put a model with predict_proba into it, such as LogisticRegression.",
            )
        options = {"target_opset": OPSET} if register_boosters(self.model) else {}
        if self.probable:
            options["options"] = {id(self.model): {"zipmap": False}}
        converted = graph.label_columns(self.converted(skl2onnx, options), len(self.classes), self.probable)
        return graph.name_labels(converted, self.classes)

    def predict(self, batch):
        table = self.table(batch)
        if not self.probable:
            return answers.label_rows(self.model.predict(table))
        answered = self.model.predict_proba(table)
        if isinstance(answered, list):
            answered = np.column_stack([each[:, 1] for each in answered])
        return answers.probabilities(answered)
