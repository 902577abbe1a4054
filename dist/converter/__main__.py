"""Converts what a training command left to ONNX, and asks the original for its answers.

Runs in the user's own Python, because only that can read the user's model. usage: python converter REQUEST.json
"""

import json
import sys
from pathlib import Path

from trainyard_converter.problem import Problem
from trainyard_converter.work import convert


def main(file):
    request = json.loads(Path(file).read_text(encoding="utf-8"))
    # What the user's own script could import: a model may hold objects of the user's own classes.
    sys.path.extend(request["paths"])
    try:
        result = convert(request)
    except Problem as problem:
        result = {"problem": problem.message, "remedy": problem.remedy}
    Path(request["result"]).write_text(json.dumps(result), encoding="utf-8")


main(sys.argv[1])
