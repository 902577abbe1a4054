"""scikit-learn's ClassifierChain, which skl2onnx does not know: each model reads what those before it answered."""

import numpy as np

from .problem import Problem


def register():
    from skl2onnx import update_registered_converter
    from sklearn.multioutput import ClassifierChain

    known = {"zipmap": [True, False, "columns"], "nocl": [True, False], "output_class_labels": [True, False]}
    update_registered_converter(
        ClassifierChain, "TrainyardClassifierChain", shapes, convert, parser=parse, options=known
    )


def parse(scope, model, inputs, custom_parsers=None):
    from skl2onnx.common.data_types import FloatTensorType, Int64TensorType

    operator = scope.declare_local_operator("TrainyardClassifierChain", model)
    operator.inputs = list(inputs)
    operator.outputs.append(scope.declare_local_variable("label", Int64TensorType()))
    operator.outputs.append(scope.declare_local_variable("probabilities", FloatTensorType()))
    return operator.outputs


def shapes(operator):
    rows = operator.inputs[0].get_first_dimension()
    for output in operator.outputs:
        output.type.shape = [rows, len(operator.raw_operator.estimators_)]


def convert(scope, operator, container):
    from skl2onnx.algebra.onnx_ops import OnnxCast, OnnxConcat, OnnxGather
    from skl2onnx.common.data_types import onnx_proto

    model = operator.raw_operator
    version = container.target_opset
    asked = getattr(model, "chain_method_", "predict")
    if asked not in ("predict", "predict_proba"):
        raise Problem(f"a ClassifierChain by {asked} cannot be converted", "Chain by 'predict' or 'predict_proba'.")
    features = OnnxCast(operator.inputs[0], to=onnx_proto.TensorProto.FLOAT, op_version=version)
    labels, probabilities = [], []
    for estimator in model.estimators_:
        label, probability = answered(estimator, features, version)
        labels.append(label)
        probabilities.append(probability)
        features = OnnxConcat(features, label if asked == "predict" else probability, axis=1, op_version=version)
    back = np.argsort(model.order_).astype(np.int64)
    for parts, output, kind in zip((labels, probabilities), operator.outputs, ("INT64", "FLOAT")):
        side = OnnxConcat(*parts, axis=1, op_version=version) if len(parts) > 1 else parts[0]
        ordered = OnnxGather(side, back, axis=1, op_version=version)
        to = getattr(onnx_proto.TensorProto, kind)
        OnnxCast(ordered, to=to, op_version=version, output_names=[output]).add_to(scope, container)


def answered(estimator, features, version):
    """One column each: the label and the probability of 1, as numbers that the next model can read."""
    from skl2onnx.algebra.onnx_operator import OnnxSubEstimator
    from skl2onnx.algebra.onnx_ops import OnnxCast, OnnxGather, OnnxReshape
    from skl2onnx.common.data_types import onnx_proto

    sub = OnnxSubEstimator(estimator, features, op_version=version, options={"zipmap": False})
    column = OnnxReshape(sub[0], np.array([-1, 1], dtype=np.int64), op_version=version)
    label = OnnxCast(column, to=onnx_proto.TensorProto.FLOAT, op_version=version)
    return label, OnnxGather(sub[1], np.array([1], dtype=np.int64), axis=1, op_version=version)
