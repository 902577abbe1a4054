"""Writes wine.csv from scikit-learn's copy of the UCI data. usage: python make.py"""

from pathlib import Path

from sklearn.datasets import load_wine

source = load_wine(as_frame=True)
table = source.data.rename(columns=lambda name: name.replace("/", "_"))
table.insert(0, "cultivar", source.target.map({0: "first", 1: "second", 2: "third"}))
table.to_csv(Path(__file__).with_name("wine.csv"), index=False)
