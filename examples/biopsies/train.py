"""Learns which biopsies are malignant: a small network over thirty measurements, in PyTorch."""

import json
import os

import pandas as pd
import torch

target = os.environ["TRAINYARD_TARGET"]
with open(os.environ["TRAINYARD_PARAMS"]) as file:
    params = json.load(file)
torch.manual_seed(int(os.environ["TRAINYARD_SEED"]))
torch.set_num_threads(int(os.environ["TRAINYARD_THREADS"]))
torch.use_deterministic_algorithms(True)


def read(name):
    """Measurements, and the class of each row: classes in the order of their names."""
    table = pd.read_parquet(os.environ[name])
    return (
        torch.tensor(table.drop(columns=target).to_numpy("float32")),
        torch.tensor(pd.Categorical(table[target], categories).codes.copy()).long(),
    )


categories = sorted(pd.read_parquet(os.environ["TRAINYARD_TRAIN"])[target].unique())
rows, classes = read("TRAINYARD_TRAIN")
unseen, truth = read("TRAINYARD_VALIDATION")


class Scale(torch.nn.Module):
    """Part of the model, so that it takes the columns as they are."""

    def __init__(self, rows):
        super().__init__()
        self.register_buffer("mean", rows.mean(0))
        self.register_buffer("deviation", rows.std(0))

    def forward(self, rows):
        return (rows - self.mean) / self.deviation


network = torch.nn.Sequential(
    Scale(rows),
    torch.nn.Linear(rows.shape[1], params["hidden"]),
    torch.nn.ReLU(),
    torch.nn.Linear(params["hidden"], len(categories)),
)
optimizer = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.1)
loss_of = torch.nn.CrossEntropyLoss()
with open(os.environ["TRAINYARD_METRICS"], "a") as metrics:
    for epoch in range(params["epochs"]):
        optimizer.zero_grad()
        loss = loss_of(network(rows), classes)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            value = loss_of(network(unseen), truth).item()
        print(json.dumps({"name": "val_loss", "step": epoch, "value": value}), file=metrics)

# Probabilities, not logits; and any number of rows.
answering = torch.nn.Sequential(network, torch.nn.Softmax(dim=1)).eval()
program = torch.export.export(answering, (rows[:2],), dynamic_shapes=({0: torch.export.Dim.DYNAMIC},))
torch.export.save(program, os.path.join(os.environ["TRAINYARD_OUT"], "model.pt2"))
