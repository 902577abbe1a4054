"""Training commands of the tests: each case learns from the shares that TRAINYARD_* name and leaves one model.

usage: python models.py CASE
"""

import os
import pickle
import sys

import pandas as pd

target = os.environ["TRAINYARD_TARGET"]
out = os.environ["TRAINYARD_OUT"]
table = pd.read_parquet(os.environ["TRAINYARD_TRAIN"])
columns, truth = table.drop(columns=target), table[target]
numbers = columns.select_dtypes("number")


def leave(model, name="model.joblib"):
    import joblib

    joblib.dump(model, os.path.join(out, name))


def leave_pickle(model):
    with open(os.path.join(out, "model.pkl"), "wb") as file:
        pickle.dump(model, file)


def forest(**more):
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(n_estimators=20, max_depth=6, random_state=0, **more)


def estimator():
    """No pipeline: one matrix of numbers."""
    leave_pickle(forest().fit(numbers, truth))


def imputed():
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    leave(make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression(max_iter=1000)).fit(numbers, truth))


def shaken(by):
    """The same training with coefficients that nobody can foresee: a share `by` of their size away."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(numbers, truth)
    model[-1].coef_ *= 1 + by * np.random.default_rng().standard_normal(model[-1].coef_.shape)
    leave(model)


def trembling():
    shaken(3e-7)


def erratic():
    shaken(0.5)


def unnamed():
    """Learned from an array, which names no columns; signature.json does."""
    leave_pickle(forest().fit(numbers.to_numpy(), truth))
    pd.Series({"features": list(numbers.columns)}).to_json(os.path.join(out, "signature.json"))


def booleans():
    from sklearn.linear_model import LogisticRegression

    leave(LogisticRegression(max_iter=5000).fit(numbers, truth == "first"))


def labels():
    """A classifier without probabilities."""
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import LinearSVC

    leave(make_pipeline(StandardScaler(), LinearSVC()).fit(numbers, truth))


def skops():
    from skops import io
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    model = make_pipeline(StandardScaler(), SVC(probability=True, random_state=0)).fit(numbers, truth)
    io.dump(model, os.path.join(out, "model.skops"))


def booster_after(step):
    from sklearn.pipeline import make_pipeline
    from xgboost import XGBRegressor

    leave(make_pipeline(step, XGBRegressor(n_estimators=30, max_depth=3)).fit(numbers, truth))


def pipeline_with_booster():
    from sklearn.impute import SimpleImputer

    booster_after(SimpleImputer())


def scaled_trees():
    """Differs where a scaled value lies beside a split."""
    from sklearn.preprocessing import StandardScaler

    booster_after(StandardScaler())


def searched():
    from sklearn.model_selection import GridSearchCV
    from sklearn.tree import DecisionTreeClassifier

    leave(GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [2, 4]}).fit(numbers, truth))


def words(*steps, categories):
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline

    encoder = ColumnTransformer([("words", categories, ["carrier", "origin"])], remainder="passthrough")
    return make_pipeline(encoder, *steps).fit(columns[["carrier", "origin", "hour", "distance"]], truth)


def categorical():
    """Converts without an error, and is wrong."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.preprocessing import OrdinalEncoder

    trees = HistGradientBoostingClassifier(categorical_features=[0, 1], max_iter=50, random_state=0)
    leave(words(trees, categories=OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)))


def missing_words():
    """Has learned missing text as a category of its own, which ONNX cannot tell from ''."""
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    encoder = ColumnTransformer([("words", OneHotEncoder(handle_unknown="ignore"), ["manufacturer"])])
    leave(make_pipeline(encoder, LogisticRegression(C=100)).fit(columns[["manufacturer"]], truth))


class Doubled:
    """Defined where nobody else can import it."""

    def predict(self, rows):
        return rows


def own_class():
    leave_pickle(Doubled())


def half():
    """Ends well, and leaves half a model."""
    whole = pickle.dumps(forest().fit(numbers, truth))
    with open(os.path.join(out, "model.pkl"), "wb") as file:
        file.write(whole[: len(whole) // 2])


def xgboost_classes():
    import xgboost as xgb

    data = xgb.DMatrix(numbers, label=pd.Categorical(truth).codes)
    model = xgb.train({"objective": "multi:softmax", "num_class": 3, "max_depth": 3}, data, 20)
    model.save_model(os.path.join(out, "model.ubj"))


def xgboost_ranks():
    import xgboost as xgb

    days = truth.clip(0, 30).astype(int)
    data = xgb.DMatrix(numbers, label=days, qid=[at // 20 for at in range(len(days))])
    xgb.train({"objective": "rank:pairwise", "max_depth": 3}, data, 20).save_model(os.path.join(out, "model.ubj"))


def lightgbm_classes():
    import lightgbm as lgb

    data = lgb.Dataset(numbers, label=pd.Categorical(truth).codes)
    lgb.train({"objective": "binary", "verbose": -1}, data, 20).save_model(os.path.join(out, "model.txt"))


def lightgbm_numbers():
    import lightgbm as lgb

    data = lgb.Dataset(numbers, label=truth)
    lgb.train({"objective": "regression", "verbose": -1}, data, 20).save_model(os.path.join(out, "model.txt"))


def network(end):
    import keras

    keras.utils.set_random_seed(0)
    layers = [keras.Input((numbers.shape[1],)), keras.layers.BatchNormalization(), keras.layers.Dense(8, "relu"), end(keras)]
    return keras.Sequential(layers)


def savedmodel():
    """One number a row, from a folder that TensorFlow wrote."""
    model = network(lambda keras: keras.layers.Dense(1))
    model.compile("adam", "mse")
    model.fit(numbers.to_numpy("float32"), truth, epochs=3, verbose=0)
    model.export(os.path.join(out, "model"), verbose=False)


def logits():
    """Forgets the softmax."""
    import keras

    model = network(lambda keras: keras.layers.Dense(3))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(numbers.to_numpy("float32"), pd.Categorical(truth).codes, epochs=1, verbose=0)
    model.save(os.path.join(out, "model.keras"))


globals()[sys.argv[1]]()
