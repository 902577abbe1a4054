"""What Python's own MLflow client sees of a server. usage: python look.py WHAT [ARGUMENT …], prints JSON"""

import hashlib
import json
import pathlib
import sys

import mlflow

client = mlflow.MlflowClient()


def run(run_id):
    found = client.get_run(run_id)
    files = {}
    for path in walk(run_id, None):
        files[path] = digest(client.download_artifacts(run_id, path))
    for model in found.outputs.model_outputs:
        folder = pathlib.Path(mlflow.artifacts.download_artifacts(f"models:/{model.model_id}"))
        files.update({f"model/{one.name}": digest(one) for one in folder.iterdir()})
    return {
        "status": found.info.status,
        "params": found.data.params,
        "tags": found.data.tags,
        "history": {key: [(p.step, p.value) for p in client.get_metric_history(run_id, key)] for key in found.data.metrics},
        "inputs": [
            {"name": one.dataset.name, "schema": json.loads(one.dataset.schema), "tags": {tag.key: tag.value for tag in one.tags}}
            for one in found.inputs.dataset_inputs
        ],
        "models": [one.model_id for one in found.outputs.model_outputs],
        "files": files,
    }


def walk(run_id, folder):
    for one in client.list_artifacts(run_id, folder):
        yield from walk(run_id, one.path) if one.is_dir else [one.path]


def digest(file):
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def children(experiment, run_id):
    found = client.search_runs(
        [client.get_experiment_by_name(experiment).experiment_id], f"tags.`mlflow.parentRunId` = '{run_id}'"
    )
    return sorted((one.info.run_name, one.data.params, one.data.metrics) for one in found)


def version(model, alias):
    found = client.get_model_version_by_alias(model, alias)
    loaded = client.get_logged_model(found.source.removeprefix("models:/"))
    return {
        "version": str(found.version),
        "run": found.run_id,
        "status": found.status,
        "tags": found.tags,
        "model": {"name": loaded.name, "status": str(loaded.status), "run": loaded.source_run_id},
        "signature": mlflow.models.get_model_info(f"models:/{model}@{alias}").signature.to_dict(),
    }


def predict(model, alias, table, predictions):
    """How the model that MLflow loads answers, beside the predictions that were judged."""
    import numpy
    import onnxruntime
    import pandas

    graph = mlflow.onnx.load_model(f"models:/{model}@{alias}")
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    judged = pandas.read_parquet(predictions)
    rows = pandas.read_csv(table).set_index("id").loc[judged["id"].astype(int)]

    def column(one):
        if one.type == "tensor(string)":
            return rows[one.name].fillna("").to_numpy(dtype=object)
        return rows[one.name].to_numpy(dtype=numpy.float64)

    columns = {one.name: column(one) for one in session.get_inputs()}
    answers = session.run(None, {name: values.reshape(-1, 1) for name, values in columns.items()})
    label, probabilities = (numpy.asarray(answer) for answer in answers)
    served = mlflow.pyfunc.load_model(f"models:/{model}@{alias}").predict(pandas.DataFrame(columns))
    ours = judged[[name for name in judged.columns if name.startswith("p_")]].to_numpy()
    return {
        "rows": len(judged),
        "labels": int((label.ravel() != judged["prediction"].to_numpy(dtype=object)).sum()),
        "difference": float(numpy.abs(probabilities - ours).max()),
        "served": float(numpy.abs(served["probabilities"] - probabilities).max()),
    }


print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
