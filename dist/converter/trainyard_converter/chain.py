"""scikit-learn's ClassifierChain, which skl2onnx does not know: each model reads what those before it answered."""

import numpy as np

from .problem import Problem

NAME = "TrainyardClassifierChain"


def register():
    from skl2onnx import update_registered_converter
    from sklearn.multioutput import ClassifierChain

    known = {"zipmap": [True, False, "columns"], "nocl": [True, False], "output_class_labels": [True, False]}
    update_registered_converter(ClassifierChain, NAME, shapes, convert, parser=parse, options=known)


def parse(scope, model, inputs, custom_parsers=None):
    from skl2onnx.common.data_types import FloatTensorType, Int64TensorType

    operator = scope.declare_local_operator(NAME, model)
    operator.inputs.extend(inputs)
    operator.outputs.append(scope.declare_local_variable("label", Int64TensorType()))
    operator.outputs.append(scope.declare_local_variable("probabilities", FloatTensorType()))
    return operator.outputs


def shapes(operator):
    rows = operator.inputs[0].get_first_dimension()
    for output in operator.outputs:
        output.type.shape = [rows, len(operator.raw_operator.estimators_)]


def convert(scope, operator, container):
    model = operator.raw_operator
    asked = getattr(model, "chain_method_", "predict")
    if asked not in ("predict", "predict_proba"):
        raise Problem(f"a ClassifierChain by {asked} cannot be converted", "Chain by 'predict' or 'predict_proba'.")
    graph = Graph(scope, container)
    features = operator.inputs[0]
    labels, probabilities = [], []
    for estimator in model.estimators_:
        label, probability = answered(graph, estimator, features)
        labels.append(label)
        probabilities.append(probability)
        width = model.n_features_in_ + len(labels)
        features = graph.joined([features.full_name, label if asked == "predict" else probability], width)
    back = graph.numbers(np.argsort(model.order_))
    for parts, output, kind in zip((labels, probabilities), operator.outputs, ("INT64", "FLOAT")):
        ordered = graph.made("Gather", [graph.made("Concat", parts, axis=1), back], axis=1)
        graph.node("Cast", [ordered], output.full_name, to=graph.kind(kind))


def answered(graph, estimator, features):
    """One column each, as numbers that the next model can read: the label, and the probability of 1."""
    label, both = graph.asked(estimator, features)
    column = graph.made("Reshape", [label, graph.numbers([-1, 1])])
    as_number = graph.made("Cast", [column], to=graph.kind("FLOAT"))
    return as_number, graph.made("Gather", [both, graph.numbers([1])], axis=1)


class Graph:
    """What is written into: names come from the scope, nodes go into the container."""

    def __init__(self, scope, container):
        self.scope = scope
        self.container = container

    def kind(self, name):
        from onnx import TensorProto

        return getattr(TensorProto, name)

    def node(self, op, inputs, output, **attributes):
        name = self.scope.get_unique_operator_name(op)
        self.container.add_node(op, inputs, output, name=name, op_version=13, **attributes)
        return output

    def made(self, op, inputs, **attributes):
        return self.node(op, inputs, self.scope.get_unique_variable_name("chain"), **attributes)

    def numbers(self, values):
        name = self.scope.get_unique_variable_name("chain_numbers")
        values = [int(value) for value in values]
        self.container.add_initializer(name, self.kind("INT64"), [len(values)], values)
        return name

    def joined(self, names, width):
        from skl2onnx.common.data_types import FloatTensorType

        variable = self.scope.declare_local_variable("chain_features", FloatTensorType([None, width]))
        self.node("Concat", names, variable.full_name, axis=1)
        return variable

    def asked(self, estimator, features):
        """Declares a model; skl2onnx converts it. @returns names of its label and of its probabilities"""
        from skl2onnx._supported_operators import sklearn_operator_name_map
        from skl2onnx.common.data_types import FloatTensorType, Int64TensorType

        operator = self.scope.declare_local_operator(sklearn_operator_name_map[type(estimator)], estimator)
        operator.inputs.append(features)
        operator.outputs.append(self.scope.declare_local_variable("chain_label", Int64TensorType()))
        operator.outputs.append(self.scope.declare_local_variable("chain_both", FloatTensorType()))
        return [output.full_name for output in operator.outputs]
