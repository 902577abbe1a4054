#!/usr/bin/env bash
# What train.py needs, into the Python of the job.
set -euo pipefail
python -m pip install --quiet -r requirements.txt
