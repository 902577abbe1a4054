"""What a training script needs of Trainyard: shares, parameters, seed, metrics, the place for the model.

Optional, one file, without dependencies: install it or copy it beside your script. All it knows comes from the
TRAINYARD_* variables, so a script may as well read those itself.

    import trainyard

    trainyard.seed_everything()
    train = trainyard.read("train")                    # a pandas data frame
    model = learn(train, **trainyard.params())
    trainyard.log(epoch, loss=0.31, accuracy=0.92)
    save(model, trainyard.model_path("model.onnx"))

Started without Trainyard, each function says which variable is missing; `params`, `seed` and `threads` take a default.
"""

import json
import math
import os
import random
import sys

__all__ = [
    "log",
    "model_path",
    "params",
    "path",
    "read",
    "seed",
    "seed_everything",
    "target",
    "threads",
]
__version__ = "1.0.0"

_SHARES = {"train": "TRAINYARD_TRAIN", "validation": "TRAINYARD_VALIDATION"}


def params(**defaults):
    """Parameters of this run, by name, as text, numbers, True or False; `defaults` where one is not given."""
    name = os.environ.get("TRAINYARD_PARAMS")
    if name is None:
        return dict(defaults)
    with open(name, encoding="utf-8") as file:
        return {**defaults, **json.load(file)}


def path(share):
    """The file with the rows of a share, "train" or "validation": Parquet or CSV, as train.format says."""
    if share not in _SHARES:
        raise ValueError(f"no such share: {share!r}. There are train and validation; the test rows stay unseen.")
    return _variable(_SHARES[share])


def read(share):
    """The rows of a share as a pandas data frame, all columns but those that data.ignore names."""
    import pandas

    if os.environ.get("TRAINYARD_FORMAT", "parquet") == "csv":
        return pandas.read_csv(path(share))
    return pandas.read_parquet(path(share))


def target():
    """Name of the column to predict; of several labels a row, the list of theirs."""
    text = _variable("TRAINYARD_TARGET")
    return json.loads(text) if text.startswith('["') else text


def seed(default=0):
    """The run's seed."""
    return int(os.environ.get("TRAINYARD_SEED", default))


def threads(default=1):
    """Threads that the run may use; of trials that run side by side, this one's share."""
    return int(os.environ.get("TRAINYARD_THREADS", default))


def seed_everything(value=None):
    """Seeds Python, and NumPy, PyTorch and TensorFlow where they were imported before. Returns the seed.

    Only what is loaded is seeded: call it after the imports. PyTorch and TensorFlow are also asked for operations that
    give the same result twice, and told how many threads they may start.
    """
    value = seed() if value is None else int(value)
    random.seed(value)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(value % 2**32)
    if "torch" in sys.modules:
        _seed_torch(sys.modules["torch"], value)
    if "tensorflow" in sys.modules:
        _seed_tensorflow(sys.modules["tensorflow"], value)
    return value


def log(step=0, **metrics):
    """Appends metrics of a step: log(epoch, loss=0.3). Names that are no Python names: log(epoch, **{"val/loss": 0.3}).

    A value that is no finite number is an error here, where the script can still be mended.
    """
    lines = [json.dumps({"name": name, "step": int(step), "value": _finite(name, value)}) for name, value in metrics.items()]
    with open(_variable("TRAINYARD_METRICS"), "a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))


def model_path(name="model.onnx"):
    """Where the model goes: a file or folder of this name in the folder that Trainyard looks in."""
    if os.path.isabs(name) or ".." in name.replace("\\", "/").split("/"):
        raise ValueError(f"not a name in the output folder: {name!r}")
    return os.path.join(_variable("TRAINYARD_OUT"), name)


def _variable(name):
    value = os.environ.get(name)
    if value is None:
        raise RuntimeError(f"{name} is not set: start the script by `trainyard train`, or set it to try the script alone.")
    return value


def _finite(name, value):
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"metric {name} is {number}, which is no finite number")
    return number


def _seed_torch(torch, value):
    torch.manual_seed(value)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(value)
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.set_num_threads(threads())


def _seed_tensorflow(tensorflow, value):
    tensorflow.random.set_seed(value)
    tensorflow.config.experimental.enable_op_determinism()
