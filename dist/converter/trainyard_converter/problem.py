"""What the user can mend."""

import importlib
import re
import sys


class Problem(Exception):
    """A fault that is told in one line, with its remedy."""

    def __init__(self, message, remedy):
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def need(module, packages):
    """Imports a module. packages: what pip installs where it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise missing(module, packages, error) from error


def missing(module, packages, error):
    absent = isinstance(error, ModuleNotFoundError) and (error.name or "").split(".")[0] == module.split(".")[0]
    what = f"{module} is not installed" if absent else f"{module} cannot be imported: {one_line(error)}"
    return Problem(f"{what} in {sys.executable}", f"{sys.executable} -m pip install {packages}")


def one_line(error):
    """An error as its kind and the first line of its text."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:300]}" if lines else type(error).__name__
