"""Times paired resamples with scikit-learn, as one would write them.  python resample.py FOLDER RESAMPLES"""
import json
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics as m

folder, resamples = Path(sys.argv[1]), int(sys.argv[2])
labels = np.fromfile(folder / "labels").astype(int)
sides = [np.fromfile(folder / name).reshape(-1, 2)[:, 1].copy() for name in ("candidate", "champion")]


def scores(y, p):
    predicted = (p > 0.5).astype(int)
    return [m.accuracy_score(y, predicted), m.balanced_accuracy_score(y, predicted), m.precision_score(y, predicted),
            m.recall_score(y, predicted), m.recall_score(y, predicted, pos_label=0), m.f1_score(y, predicted),
            m.matthews_corrcoef(y, predicted), m.roc_auc_score(y, p), m.average_precision_score(y, p), m.log_loss(y, p),
            m.brier_score_loss(y, p)]


rng = np.random.default_rng(20264)
began = time.process_time()
for _ in range(resamples):
    rows = rng.integers(0, len(labels), len(labels))
    first, second = (np.array(scores(labels[rows], side[rows])) for side in sides)
    first - second
print(json.dumps({"version": sklearn.__version__, "seconds": time.process_time() - began}))
