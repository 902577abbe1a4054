"""Hides the packages that PYTHON_HIDDEN names, as if they were not installed. Python imports this file when it starts."""

import os
import sys


class Hiding:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in os.environ.get("PYTHON_HIDDEN", "").split():
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


sys.meta_path.insert(0, Hiding())
