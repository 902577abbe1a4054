"""TensorFlow: SavedModel folders and Keras files."""

from . import networks
from .problem import Problem, need, one_line


def load(request):
    tensorflow = need("tensorflow", "tensorflow")
    try:
        return READERS[request["format"]](tensorflow, request)
    except Problem:
        raise
    except Exception as error:
        raise Problem(f"TensorFlow cannot read the model: {one_line(error)}", "Write it whole with save or export.") from error


def read_keras(tensorflow, request):
    model = tensorflow.keras.models.load_model(request["original"], compile=False)
    specs = [tensorflow.TensorSpec(each.shape, each.dtype, each.name) for each in model.inputs]
    # A Sequential has one output, which has no name.
    order = networks.heads(getattr(model, "output_names", ["output"]), request.get("labels"))

    @tensorflow.function
    def function(*tensors):
        answered = model(tensors[0] if len(specs) == 1 else list(tensors), training=False)
        return [answered[at] for at in order] if len(order) > 1 else answered

    return Network(tensorflow, function, specs, request, f"Keras {tensorflow.keras.__version__}")


def read_savedmodel(tensorflow, request):
    model = tensorflow.saved_model.load(request["original"])
    signature = model.signatures["serving_default"]
    specs = list(signature.structured_input_signature[1].values())

    names = networks.named_heads(list(signature.structured_outputs), request.get("labels"))

    @tensorflow.function
    def function(*tensors):
        answered = signature(**{spec.name: tensor for spec, tensor in zip(specs, tensors)})
        return tuple(answered[name] for name in names)

    network = Network(tensorflow, function, specs, request, f"TensorFlow {tensorflow.__version__}")
    network.kept = model
    return network


READERS = {"keras": read_keras, "savedmodel": read_savedmodel}


def captured(function):
    """Constants that a function took from around it: tf2onnx leaves them as inputs, without their values."""
    known = [(inner.name, outer) for outer, inner in function.graph.captures if outer.dtype != "resource"]
    return {name: outer.numpy() for name, outer in known}


class Network:
    def __init__(self, tensorflow, function, specs, request, framework):
        self.tensorflow = tensorflow
        self.function = function
        self.specs = specs
        self.framework = framework
        self.converter = "tf2onnx"
        self.traits = set()
        self.shapes = {spec.name: tuple(spec.shape[1:]) for spec in specs}
        self.names = networks.inputs_of(self.shapes, request)
        self.labels = request.get("labels")
        self.classes = self.labels or request.get("classes")

    def convert(self):
        tf2onnx = need("tf2onnx", "tf2onnx")
        from . import graph

        self.converter = f"tf2onnx {tf2onnx.__version__}"
        model, _ = tf2onnx.convert.from_function(self.function, input_signature=self.specs, opset=17)
        graph.fill_inputs(model, captured(self.function.get_concrete_function(*self.specs)))
        return networks.finished(model, self.names, self.shapes, self.classes, self.labels)

    def predict(self, batch):
        tensors = networks.feeds(batch, self.names, self.shapes)
        answered = self.function(*[self.tensorflow.constant(each) for each in tensors])
        outputs = answered if isinstance(answered, (list, tuple)) else [answered]
        return networks.answer([each.numpy() for each in outputs], self.classes, self.labels)
