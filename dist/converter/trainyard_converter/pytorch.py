"""PyTorch: programs that torch.export.save wrote."""

import contextlib
import os
import sys

from . import networks
from .problem import Problem, need, one_line


def load(request):
    torch = need("torch", "torch")
    try:
        program = torch.export.load(request["original"])
    except Exception as error:
        raise Problem(
            f"PyTorch cannot read the model: {one_line(error)}", "Write it whole with torch.export.save."
        ) from error
    return Program(torch, program, request)


class Program:
    def __init__(self, torch, program, request):
        self.torch = torch
        self.program = program
        self.framework = f"PyTorch {torch.__version__}"
        self.converter = "torch.onnx"
        self.traits = set()
        self.shapes = shapes_of(program)
        self.names = networks.inputs_of(self.shapes, request)
        self.labels = request.get("labels")
        self.classes = self.labels or request.get("classes")
        self.onnx = request.get("onnx")

    def convert(self):
        need("onnxscript", "onnxscript onnx")
        need("onnx", "onnxscript onnx")
        from . import graph

        self.converter = f"torch.onnx {self.torch.__version__}"
        # Exported once more: a program that was loaded has lost the ranges of its sizes, which the exporter asks for.
        examples = tuple(self.torch.zeros((2, *shape)) for shape in self.shapes.values())
        dynamic = tuple({0: self.torch.export.Dim.DYNAMIC} for _ in examples)
        with contextlib.redirect_stdout(sys.stderr):
            converted = self.torch.onnx.export(
                self.program.module(), examples, dynamic_shapes=dynamic, dynamo=True, external_data=False
            )
        draft = f"{self.onnx}.draft"
        converted.save(draft, external_data=False)
        model = graph.read(draft)
        os.remove(draft)
        for value, name in zip(model.graph.input, self.shapes):
            graph.rename(model.graph, value, name)
        return networks.finished(model, self.names, self.shapes, self.classes, self.labels)

    def predict(self, batch):
        tensors = [self.torch.from_numpy(each) for each in networks.feeds(batch, self.names, self.shapes)]
        with self.torch.no_grad():
            answered = self.program.module()(*tensors)
        outputs = answered if isinstance(answered, (list, tuple)) else [answered]
        return networks.answer([each.numpy() for each in outputs], self.classes, self.labels)


def shapes_of(program):
    """Of each input, without the rows, which must not be a fixed number."""
    wanted = set(program.graph_signature.user_inputs)
    nodes = [node for node in program.graph.nodes if node.op == "placeholder" and node.name in wanted]
    for node in nodes:
        if isinstance(node.meta["val"].shape[0], int):
            raise Problem(
                f"the program takes exactly {node.meta['val'].shape[0]} rows at a time",
                "Export it with dynamic_shapes: the first dimension torch.export.Dim.DYNAMIC.",
            )
    return {node.name: tuple(int(size) for size in node.meta["val"].shape[1:]) for node in nodes}
