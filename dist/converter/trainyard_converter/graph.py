"""Changes to ONNX graphs, so that each takes one input a column and says what it answers.

It needs onnx, which comes with the converters: it is imported where one of them is known to be there.
"""

import json

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


def read(file):
    return onnx.load(file)
