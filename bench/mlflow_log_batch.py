"""For each line of its input: logs 10,000 points to a new run at 1,000 a call, ends it, and prints the seconds."""

import contextlib
import sys
import time

from mlflow import MlflowClient
from mlflow.entities import Metric

answers = sys.stdout
client = MlflowClient()
experiment = client.create_experiment(f"peer {time.time()}")
for _ in sys.stdin:
    run = client.create_run(experiment).info.run_id
    start = time.perf_counter()
    now = int(time.time() * 1000)
    # The client prints where the run is to be seen.
    with contextlib.redirect_stdout(sys.stderr):
        for first in range(0, 10_000, 1000):
            client.log_batch(run, [Metric("loss", 1 / (step + 1), now, step) for step in range(first, first + 1000)])
        client.set_terminated(run)
    print(time.perf_counter() - start, file=answers, flush=True)
