"""scikit-learn's own metrics of predictions.parquet, and of what the original answers to the same rows, by their names here.

usage: python judge-labels.py predictions.parquet LABELS, a JSON list
"""

import json
import sys

import pandas as pd
from sklearn import metrics as m

table = pd.read_parquet(sys.argv[1])
labels = json.loads(sys.argv[2])


def side(name):
    return table[[f"{name}_{label}" for label in labels]].to_numpy()


y, a = side("label"), side("prediction")
told = {"accuracy": m.accuracy_score(y, a), "hamming_loss": m.hamming_loss(y, a)}
scores = {"precision": m.precision_score, "recall": m.recall_score, "f1": m.f1_score, "jaccard": m.jaccard_score}
for name, score in scores.items():
    told |= {f"{name}[{label}]": each for label, each in zip(labels, score(y, a, average=None, zero_division=0))}
    for average in ("macro", "micro", "weighted", "samples"):
        told[f"{name}_{average}"] = score(y, a, average=average, zero_division=0)
if f"p_{labels[0]}" in table:
    p = side("p")
    for name, score in {"roc_auc": m.roc_auc_score, "average_precision": m.average_precision_score}.items():
        told[name] = score(y, p, average="macro")
        told |= {f"{name}[{label}]": each for label, each in zip(labels, score(y, p, average=None))}
    told["label_ranking_average_precision"] = m.label_ranking_average_precision_score(y, p)
    told["label_ranking_loss"] = m.label_ranking_loss(y, p)
    told["coverage_error"] = m.coverage_error(y, p)
print(json.dumps({name: float(value) for name, value in told.items()}))
