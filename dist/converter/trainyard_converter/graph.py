"""Changes to ONNX graphs, so that each takes one input a column and says what it answers.

It needs onnx, which comes with the converters: it is imported where one of them is known to be there.
"""

import json

import numpy as np
import onnx
from onnx import TensorProto, compose, helper, numpy_helper


def by_column(model, names):
    """Takes one input a column, [N, 1], in the place of the only input, a matrix of them."""
    prefixed = compose.add_prefix(model, "model_")
    graph = prefixed.graph
    matrix = graph.input[0].name
    kind = graph.input[0].type.tensor_type.elem_type
    columns = [helper.make_tensor_value_info(name, kind, [None, 1]) for name in names]
    del graph.input[:]
    graph.input.extend(columns)
    graph.node.insert(0, helper.make_node("Concat", list(names), [matrix], name="columns", axis=1))
    for value in graph.output:
        rename(graph, value, value.name.removeprefix("model_"))
    return prefixed


def rename(graph, value, name):
    """Gives an output another name."""
    for node in graph.node:
        for listed in (node.output, node.input):
            for at, each in enumerate(listed):
                if each == value.name:
                    listed[at] = name
    value.name = name


def fill_inputs(model, values):
    """Makes constants of inputs whose values are known."""
    graph = model.graph
    for value in [each for each in graph.input if each.name in values]:
        graph.input.remove(value)
        graph.initializer.append(numpy_helper.from_array(values[value.name], value.name))


def heads_as_one(model, count):
    """Joins the outputs of a network with a head for each label, [N, 1], in their order."""
    heads = list(model.graph.output)
    if len(heads) == 1:
        return name_answer(model, "probabilities")
    for at, value in enumerate(heads):
        rename(model.graph, value, f"head_{at}")
    made = matrix_of(count)
    model.graph.node.append(helper.make_node("Concat", [value.name for value in heads], [made.name], axis=1))
    del model.graph.output[:]
    model.graph.output.append(made)
    return model


def name_answer(model, name):
    """Names the only output: `probabilities` or `prediction`."""
    rename(model.graph, model.graph.output[0], name)
    return model


def only_probabilities(model):
    """Drops the label, where the converter's labels are not those of the table."""
    keep_outputs(model, lambda value: is_float(value))
    return name_answer(model, "probabilities")


def only_label(model):
    """Drops scores that are no probabilities."""
    keep_outputs(model, lambda value: not is_float(value))
    return model


def keep_outputs(model, wanted):
    kept = [value for value in model.graph.output if wanted(value)]
    del model.graph.output[:]
    model.graph.output.extend(kept)


def is_float(value):
    return value.type.tensor_type.elem_type in (TensorProto.FLOAT, TensorProto.DOUBLE)


def name_classes(model, classes):
    """Writes the classes, in the order of the probabilities, into the model's own metadata."""
    if classes is not None:
        entry = model.metadata_props.add()
        entry.key = "classes"
        entry.value = json.dumps(classes)
    return model


def name_labels(model, labels):
    """Says that a row may have several of these labels."""
    entry = model.metadata_props.add()
    entry.key = "task"
    entry.value = "multilabel"
    return name_classes(model, labels)


def label_columns(model, count, probable):
    """Makes the answers of several labels one matrix of 0 and 1, and one of probabilities, [N, labels]."""
    scores = [value for value in model.graph.output if value.type.HasField("sequence_type") or is_float(value)]
    keep_outputs(model, lambda value: value not in scores)
    for value in model.graph.output:
        value.type.tensor_type.shape.CopyFrom(matrix_of(count).type.tensor_type.shape)
    if probable:
        model.graph.output.append(probability_matrix(model, scores[0], count))
    return model


def matrix_of(count):
    return helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, count])


def probability_matrix(model, value, count):
    """From a matrix, a block [labels, N, 2], or a list of matrices [N, 2] with the probabilities of no and yes."""
    kind = value.type.tensor_type
    if not value.type.HasField("sequence_type") and len(kind.shape.dim) == 2:
        return value
    rename(model.graph, value, "probabilities_of_each")
    made = matrix_of(count)
    if value.type.HasField("sequence_type"):
        nodes, axis, picked = listed(value.name), 1, list(range(1, 2 * count, 2))
    else:
        nodes, axis, picked = [helper.make_node("Transpose", [value.name], ["probabilities_of_all"], perm=[1, 0, 2])], 2, 1
    index = numpy_helper.from_array(np.array(picked, dtype=np.int64), "probability_places")
    model.graph.initializer.append(index)
    gather = helper.make_node("Gather", ["probabilities_of_all", index.name], [made.name], axis=axis)
    model.graph.node.extend([*nodes, gather])
    return made


def listed(name):
    """A list of matrices, side by side."""
    return [helper.make_node("ConcatFromSequence", [name], ["probabilities_of_all"], axis=1, new_axis=0)]


def read(file):
    return onnx.load(file)
