"""Training commands of models that say which of several labels a row has; each learns from the shares and leaves one model.

usage: python labels.py CASE
"""

import json
import os
import sys

import pandas as pd

labels = json.loads(os.environ["TRAINYARD_TARGET"])
out = os.environ["TRAINYARD_OUT"]
table = pd.read_parquet(os.environ["TRAINYARD_TRAIN"])
columns, truth = table.drop(columns=labels), table[labels]
numbers = columns.select_dtypes("number").drop(columns="id")
complete = numbers[["c", "d"]].astype("float32")


def leave(model, name="model.joblib"):
    import joblib

    joblib.dump(model, os.path.join(out, name))


def prepared(last):
    """Numbers with gaps, and words."""
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    parts = [
        ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), list(numbers.columns)),
        ("words", OneHotEncoder(handle_unknown="ignore"), ["kind"]),
    ]
    leave(make_pipeline(ColumnTransformer(parts), last).fit(columns, truth))


def logistic():
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=1000)


def multi_output():
    from sklearn.multioutput import MultiOutputClassifier

    prepared(MultiOutputClassifier(logistic()))


def one_vs_rest():
    from sklearn.multiclass import OneVsRestClassifier

    prepared(OneVsRestClassifier(logistic()))


def network():
    from sklearn.neural_network import MLPClassifier

    prepared(MLPClassifier((8,), max_iter=200, random_state=0))


def chain(**more):
    from sklearn.multioutput import ClassifierChain

    prepared(ClassifierChain(logistic(), order="random", random_state=1, **more))


def chain_of_probabilities():
    chain(chain_method="predict_proba")


def without_probabilities():
    from sklearn.linear_model import RidgeClassifier

    prepared(RidgeClassifier())


def forest():
    """No pipeline: one matrix of numbers. Of ten trees five agree now and then."""
    from sklearn.ensemble import RandomForestClassifier

    leave(RandomForestClassifier(10, max_depth=6, random_state=0).fit(complete, truth))


def boosters():
    from sklearn.impute import SimpleImputer
    from sklearn.multioutput import MultiOutputClassifier
    from sklearn.pipeline import make_pipeline
    from xgboost import XGBClassifier

    trees = MultiOutputClassifier(XGBClassifier(n_estimators=20, max_depth=3))
    leave(make_pipeline(SimpleImputer(), trees).fit(complete, truth))


def margins():
    from sklearn.multioutput import MultiOutputClassifier
    from sklearn.svm import LinearSVC

    prepared(MultiOutputClassifier(LinearSVC()))


def scores_of_one_vs_rest():
    """Converts without an error, and is wrong: scores are taken for probabilities."""
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.svm import LinearSVC

    prepared(OneVsRestClassifier(LinearSVC()))


def two_of_three():
    from sklearn.multioutput import MultiOutputClassifier

    leave(MultiOutputClassifier(logistic()).fit(complete, truth[labels[:2]]))


def likeliest():
    """One class a row, of as many as there are labels."""
    leave(logistic().fit(complete, truth.to_numpy().argmax(axis=1)))


def one_sided():
    from sklearn.ensemble import RandomForestClassifier

    leave(RandomForestClassifier(5).fit(complete, truth.assign(**{labels[0]: 0})))


def booster_alone():
    import xgboost as xgb

    data = xgb.DMatrix(complete, label=truth)
    xgb.train({"objective": "binary:logistic"}, data, 5).save_model(os.path.join(out, "model.ubj"))


def tell_columns():
    """A network does not know the names of its columns."""
    with open(os.path.join(out, "signature.json"), "w") as file:
        json.dump({"features": list(complete.columns)}, file)


def keras_network(ends):
    import keras

    tell_columns()
    keras.utils.set_random_seed(0)
    row = keras.Input((complete.shape[1],))
    hidden = keras.layers.Dense(8, "relu")(keras.layers.BatchNormalization()(row))
    model = keras.Model(row, ends(keras, hidden))
    model.compile("adam", "binary_crossentropy")
    given = truth.to_numpy("float32")
    heads = list(given.T) if isinstance(model.output, list) else given
    model.fit(complete.to_numpy(), heads, epochs=3, verbose=0)
    return model


def keras_sigmoid():
    made = keras_network(lambda keras, hidden: keras.layers.Dense(len(labels), "sigmoid")(hidden))
    made.save(os.path.join(out, "model.keras"))


def keras_heads():
    def ends(keras, hidden):
        return [keras.layers.Dense(1, "sigmoid", name=label)(hidden) for label in labels]

    keras_network(ends).save(os.path.join(out, "model.keras"))


def keras_logits():
    made = keras_network(lambda keras, hidden: keras.layers.Dense(len(labels))(hidden))
    made.save(os.path.join(out, "model.keras"))


def torch_sigmoid():
    import torch

    tell_columns()
    torch.manual_seed(0)
    layers = [torch.nn.Linear(complete.shape[1], 8), torch.nn.ReLU(), torch.nn.Linear(8, len(labels)), torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers)
    rows, given = torch.tensor(complete.to_numpy()), torch.tensor(truth.to_numpy("float32"))
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(30):
        optimizer.zero_grad()
        torch.nn.functional.binary_cross_entropy(model(rows), given).backward()
        optimizer.step()
    program = torch.export.export(model.eval(), (rows[:2],), dynamic_shapes=({0: torch.export.Dim.DYNAMIC},))
    torch.export.save(program, os.path.join(out, "model.pt2"))


globals()[sys.argv[1]]()
