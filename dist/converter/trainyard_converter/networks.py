"""What Keras, TensorFlow and PyTorch have in common: tensors in, one tensor out."""

import numpy as np

from . import answers, rows
from .problem import Problem


def inputs_of(shapes, request):
    """Columns that a network takes. shapes: name of each input to its shape, without the rows."""
    if len(shapes) == 1:
        (shape,) = shapes.values()
        if len(shape) != 1:
            raise Problem(f"the network takes {list(shape)} a row", "It must take one row of numbers, or one input a column.")
        return rows.numeric_features(request, shape[0] if isinstance(shape[0], int) else None)
    wide = [name for name, shape in shapes.items() if list(shape) != [1]]
    if wide:
        raise Problem(
            f"the network takes {list(shapes[wide[0]])} as {wide[0]}, beside other inputs",
            "It must take one row of numbers, or one input a column of the shape [rows, 1].",
        )
    return rows.numeric_features({**request, "features": list(shapes)}, len(shapes))


def feeds(batch, names, shapes):
    """Tensors for each of the inputs, in their order."""
    if len(shapes) == 1:
        return [rows.matrix(batch, names)]
    return [batch[name].astype(np.float32).reshape(-1, 1) for name in names]


def finished(converted, names, shapes, classes, labels=None):
    from . import graph

    model = graph.by_column(converted, names) if len(shapes) == 1 else converted
    if labels is not None:
        return graph.name_labels(graph.heads_as_one(model, len(labels)), labels)
    if len(model.graph.output) != 1:
        raise Problem(
            f"the network has {len(model.graph.output)} outputs", "It must have one: probabilities, or a number a row."
        )
    graph.name_answer(model, "prediction" if classes is None else "probabilities")
    return graph.name_classes(model, classes)


def heads(names, labels):
    """Places of the outputs in the order of the labels, where they are named as those; else as they are."""
    if labels is not None and sorted(names) == sorted(labels):
        return [names.index(label) for label in labels]
    return list(range(len(names)))


def named_heads(names, labels):
    """The same of outputs that have names and no order."""
    if labels is None or len(names) == 1 or sorted(names) == sorted(labels):
        return [names[at] for at in heads(names, labels)]
    raise Problem(
        f"the network answers {', '.join(names)}, and data.target names {', '.join(labels)}",
        "Name its outputs as the labels, or end it with one layer: a sigmoid for each label.",
    )


def answer(outputs, classes, labels=None):
    """outputs: the network's tensors; of several labels one with a column for each, or one for each."""
    if labels is not None:
        return label_answer(outputs, labels)
    values = np.asarray(outputs[0], dtype=np.float64)
    if classes is None:
        return answers.numbers(values)
    values = values.reshape(len(values), -1)
    if values.shape[1] == 1 and len(classes) == 2:
        values = np.column_stack([1 - values[:, 0], values[:, 0]])
    if values.shape[1] != len(classes):
        raise Problem(
            f"the network answers {values.shape[1]} numbers a row, and there are {len(classes)} classes",
            'Write the classes into TRAINYARD_OUT/signature.json: {"classes": ["no", "yes"]}.',
        )
    if np.any(values < -1e-6) or np.any(np.abs(values.sum(axis=1) - 1) > 1e-3):
        raise Problem("the network's answers are no probabilities", "End it with a softmax, or a sigmoid for two classes.")
    return answers.probabilities(values)


def label_answer(outputs, labels):
    values = np.column_stack([np.asarray(each, dtype=np.float64).reshape(len(each), -1) for each in outputs])
    if values.shape[1] != len(labels):
        raise Problem(
            f"the network answers {values.shape[1]} numbers a row, and data.target names {len(labels)} columns",
            "End it with one sigmoid for each label, in the order of TRAINYARD_TARGET.",
        )
    if np.any(values < -1e-6) or np.any(values > 1 + 1e-6):
        raise Problem("the network's answers are no probabilities", "End it with a sigmoid for each label.")
    return answers.probabilities(values)
