"""Learns which of three cultivars a wine was made of: a small network over thirteen measurements, in Keras."""

import json
import os

import keras
import pandas as pd
import tensorflow as tf

target = os.environ["TRAINYARD_TARGET"]
with open(os.environ["TRAINYARD_PARAMS"]) as file:
    params = json.load(file)
keras.utils.set_random_seed(int(os.environ["TRAINYARD_SEED"]))
tf.config.experimental.enable_op_determinism()


def read(name):
    """Measurements, and the class of each row: classes in the order of their names."""
    table = pd.read_parquet(os.environ[name])
    return table.drop(columns=target).to_numpy("float32"), pd.Categorical(table[target], categories).codes


categories = sorted(pd.read_parquet(os.environ["TRAINYARD_TRAIN"])[target].unique())
rows, classes = read("TRAINYARD_TRAIN")

# Scaling is part of the model, so that it takes the columns as they are.
scale = keras.layers.Normalization()
scale.adapt(rows)
network = keras.Sequential(
    [
        keras.Input((rows.shape[1],)),
        scale,
        keras.layers.Dense(params["hidden"], activation="relu"),
        keras.layers.Dense(len(categories), activation="softmax"),
    ]
)
network.compile(optimizer=keras.optimizers.Adam(0.02), loss="sparse_categorical_crossentropy")


class Log(keras.callbacks.Callback):
    """Appends the loss on both shares, epoch by epoch."""

    def on_epoch_end(self, epoch, logs=None):
        with open(os.environ["TRAINYARD_METRICS"], "a") as file:
            for name, value in logs.items():
                print(json.dumps({"name": name, "step": epoch, "value": float(value)}), file=file)


network.fit(
    rows, classes, validation_data=read("TRAINYARD_VALIDATION"), epochs=params["epochs"], callbacks=[Log()], verbose=0
)
network.save(os.path.join(os.environ["TRAINYARD_OUT"], "model.keras"))
