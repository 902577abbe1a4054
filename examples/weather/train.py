"""Learns the highest temperature of a day in Seattle from the lowest, rain, wind and the day of the year."""

import json
import os

import pandas as pd
import xgboost as xgb

target = os.environ["TRAINYARD_TARGET"]
with open(os.environ["TRAINYARD_PARAMS"]) as file:
    params = json.load(file)


def read(name):
    table = pd.read_parquet(os.environ[name]).drop(columns="date")
    return xgb.DMatrix(table.drop(columns=target), label=table[target])


class Log(xgb.callback.TrainingCallback):
    """Appends the error on the validation share, round by round."""

    def after_iteration(self, model, epoch, evals_log):
        value = evals_log["validation"]["rmse"][-1]
        with open(os.environ["TRAINYARD_METRICS"], "a") as file:
            print(json.dumps({"name": "val_rmse", "step": epoch, "value": value}), file=file)


settings = {
    "objective": "reg:squarederror",
    "max_depth": params["depth"],
    "eta": params["rate"],
    "seed": int(os.environ["TRAINYARD_SEED"]),
    "nthread": int(os.environ["TRAINYARD_THREADS"]),
}
model = xgb.train(
    settings,
    read("TRAINYARD_TRAIN"),
    num_boost_round=params["rounds"],
    evals=[(read("TRAINYARD_VALIDATION"), "validation")],
    callbacks=[Log()],
    verbose_eval=False,
)
model.save_model(os.path.join(os.environ["TRAINYARD_OUT"], "model.json"))
