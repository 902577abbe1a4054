"""Writes biopsies.csv from scikit-learn's copy of the UCI data. usage: python make.py"""

from pathlib import Path

from sklearn.datasets import load_breast_cancer

source = load_breast_cancer(as_frame=True)
table = source.data.rename(columns=lambda name: name.replace(" ", "_"))
table.insert(0, "diagnosis", source.target.map(dict(enumerate(source.target_names))))
table.to_csv(Path(__file__).with_name("biopsies.csv"), index=False)
