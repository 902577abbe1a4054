"""Learns which flights land more than a quarter of an hour late: a pipeline over numbers and words, with gaps in both."""

import json
import os

import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

target = os.environ["TRAINYARD_TARGET"]
with open(os.environ["TRAINYARD_PARAMS"]) as file:
    params = json.load(file)


def read(name):
    """A share of the table. A missing word is '', as it will be when the model is served."""
    table = pd.read_parquet(os.environ[name])
    columns = table.drop(columns=target)
    return columns.fillna(dict.fromkeys(columns.select_dtypes("str"), "")), table[target]


columns, late = read("TRAINYARD_TRAIN")
words = list(columns.select_dtypes("str"))
numbers = [name for name in columns if name not in words]
prepare = ColumnTransformer(
    [
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("words", OneHotEncoder(handle_unknown="ignore"), words),
    ]
)
model = make_pipeline(prepare, LogisticRegression(C=params["C"], max_iter=2000))
model.fit(columns, late)

unseen, truth = read("TRAINYARD_VALIDATION")
value = roc_auc_score(truth == "yes", model.predict_proba(unseen)[:, 1])
with open(os.environ["TRAINYARD_METRICS"], "a") as file:
    print(json.dumps({"name": "val_roc_auc", "value": value}), file=file)
joblib.dump(model, os.path.join(os.environ["TRAINYARD_OUT"], "model.joblib"))
