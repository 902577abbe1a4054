"""Tests of python/trainyard.py, by the standard library alone: python3 -m unittest discover -s test/parts/python -p '*_test.py'"""

import json
import os
import random
import sys
import tempfile
import types
import unittest
from unittest import mock

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../python"))
import trainyard  # noqa: E402


class Contract(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        names = {name: os.path.join(self.folder, name) for name in ("TRAIN", "VALIDATION", "OUT", "PARAMS", "METRICS")}
        variables = {f"TRAINYARD_{name}": value for name, value in names.items()}
        variables.update(TRAINYARD_TARGET="y", TRAINYARD_SEED="7", TRAINYARD_THREADS="2", TRAINYARD_FORMAT="csv")
        with open(names["PARAMS"], "w", encoding="utf-8") as file:
            json.dump({"depth": 6, "rate": 0.1, "name": "größer", "deep": True}, file)
        patch = mock.patch.dict(os.environ, variables)
        patch.start()
        self.addCleanup(patch.stop)

    def test_parameters_keep_their_types_and_take_defaults(self):
        expected = {"depth": 6, "rate": 0.1, "name": "größer", "deep": True, "epochs": 3}
        self.assertEqual(trainyard.params(epochs=3, depth=1), expected)

    def test_shares_target_seed_and_threads_are_those_of_the_contract(self):
        self.assertEqual(trainyard.path("train"), os.path.join(self.folder, "TRAIN"))
        self.assertEqual(trainyard.path("validation"), os.path.join(self.folder, "VALIDATION"))
        self.assertEqual((trainyard.target(), trainyard.seed(), trainyard.threads()), ("y", 7, 2))

    def test_the_test_share_is_not_given(self):
        with self.assertRaisesRegex(ValueError, "the test rows stay unseen"):
            trainyard.path("test")

    def test_metrics_are_lines_that_are_appended(self):
        trainyard.log(1, loss=0.5)
        trainyard.log(2, **{"loss": 0.25, "val/ä": 3})
        with open(os.environ["TRAINYARD_METRICS"], encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.assertEqual(
            lines,
            [
                {"name": "loss", "step": 1, "value": 0.5},
                {"name": "loss", "step": 2, "value": 0.25},
                {"name": "val/ä", "step": 2, "value": 3.0},
            ],
        )

    def test_a_metric_that_is_no_number_writes_nothing(self):
        for value in (float("nan"), float("inf")):
            with self.assertRaisesRegex(ValueError, "loss is"):
                trainyard.log(1, fine=1.0, loss=value)
        self.assertFalse(os.path.exists(os.environ["TRAINYARD_METRICS"]))

    def test_the_model_goes_into_the_output_folder_and_nowhere_else(self):
        self.assertEqual(trainyard.model_path(), os.path.join(self.folder, "OUT", "model.onnx"))
        self.assertEqual(trainyard.model_path("a/b.ubj"), os.path.join(self.folder, "OUT", "a/b.ubj"))
        for name in ("../model.onnx", "/tmp/model.onnx", "a/../../b", "a\\..\\b"):
            with self.assertRaises(ValueError):
                trainyard.model_path(name)

    def test_python_and_what_is_loaded_is_seeded(self):
        calls = []
        numpy = types.SimpleNamespace(random=types.SimpleNamespace(seed=lambda value: calls.append(("numpy", value))))
        torch = types.SimpleNamespace(
            manual_seed=lambda value: calls.append(("torch", value)),
            cuda=types.SimpleNamespace(is_available=lambda: False),
            use_deterministic_algorithms=lambda on, warn_only: calls.append(("deterministic", on)),
            set_num_threads=lambda count: calls.append(("threads", count)),
        )
        with mock.patch.dict(sys.modules, {"numpy": numpy, "torch": torch}):
            sys.modules.pop("tensorflow", None)
            self.assertEqual(trainyard.seed_everything(), 7)
        first = random.random()
        trainyard.seed_everything(7)
        self.assertEqual(random.random(), first)
        self.assertEqual(calls[:4], [("numpy", 7), ("torch", 7), ("deterministic", True), ("threads", 2)])


class Alone(unittest.TestCase):
    def setUp(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TRAINYARD_")}
        patch = mock.patch.dict(os.environ, kept, clear=True)
        patch.start()
        self.addCleanup(patch.stop)

    def test_defaults_hold_without_trainyard(self):
        self.assertEqual(trainyard.params(depth=3), {"depth": 3})
        self.assertEqual((trainyard.seed(), trainyard.threads()), (0, 1))

    def test_what_is_missing_is_named(self):
        for work, name in (
            (trainyard.target, "TRAINYARD_TARGET"),
            (trainyard.model_path, "TRAINYARD_OUT"),
            (lambda: trainyard.path("train"), "TRAINYARD_TRAIN"),
            (lambda: trainyard.log(loss=1), "TRAINYARD_METRICS"),
        ):
            with self.assertRaisesRegex(RuntimeError, name):
                work()


if __name__ == "__main__":
    unittest.main()
