import type { Signature, TensorSpec, TensorType } from '@trainyard/evidence'

export interface MlModelFacts {
  readonly run: string
  /** Id of the logged model, where there is one. */
  readonly id?: string
  /** Where its files lie. */
  readonly location: string
  /** Bytes of model.onnx. */
  readonly bytes: number
  /** What goes in and out, where it is known. */
  readonly signature?: Signature
  readonly mlflowVersion: string
  readonly createdAt: Date
}

/** A Python that can run the model: that of the images of MLflow's own servers. */
const python = '3.12'
/** What reads the model: the release of ONNX Runtime that this program judges models with. */
const packages = ['onnx>=1.16', 'onnxruntime>=1.20']

/**
 * The files beside `model.onnx` that make the folder a model of MLflow: `mlflow.onnx.load_model` and `mlflow.pyfunc.load_model`
 * take it, and `mlflow models serve` knows what to install. Written after mlflow/onnx/__init__.py of MLflow 3.17.
 */
export async function mlmodelFiles(facts: MlModelFacts): Promise<ReadonlyMap<string, string>> {
  const { stringify } = await import('yaml')
  const requirements = [`mlflow==${facts.mlflowVersion}`, ...packages]
  return new Map([
    ['MLmodel', stringify(mlmodel(facts))],
    ['conda.yaml', stringify(conda(requirements))],
    ['python_env.yaml', stringify({ python, build_dependencies: ['pip'], dependencies: ['-r requirements.txt'] })],
    ['requirements.txt', `${requirements.join('\n')}\n`],
  ])
}

function mlmodel({ run, id, location, bytes, signature, mlflowVersion, createdAt }: MlModelFacts) {
  const data = 'model.onnx'
  return {
    artifact_path: location,
    flavors: {
      onnx: {
        code: null,
        data,
        onnx_session_options: null,
        providers: ['CUDAExecutionProvider', 'CPUExecutionProvider'],
      },
      python_function: {
        data,
        env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
        loader_module: 'mlflow.onnx',
        python_version: python,
      },
    },
    mlflow_version: mlflowVersion,
    ...(id && { model_id: id, model_uuid: id }),
    model_size_bytes: bytes,
    run_id: run,
    ...(signature && { signature: mlflowSignature(signature) }),
    utc_time_created: createdAt.toISOString().replace('T', ' ').replace('Z', '000'),
  }
}

function conda(requirements: readonly string[]) {
  return {
    channels: ['conda-forge'],
    dependencies: [`python=${python}`, 'pip', { pip: requirements }],
    name: 'mlflow-env',
  }
}

/** Inputs and outputs as tensors: JSON inside YAML, as MLflow has it. */
function mlflowSignature({ inputs, outputs }: Pick<Signature, 'inputs' | 'outputs'>) {
  return { inputs: JSON.stringify(inputs.map(tensor)), outputs: JSON.stringify(outputs.map(tensor)), params: null }
}

/** NumPy's names. Texts are objects: what pandas holds, what ONNX Runtime takes and what it answers. */
const dtypes: Readonly<Record<TensorType, string>> = {
  float32: 'float32',
  float64: 'float64',
  int32: 'int32',
  int64: 'int64',
  bool: 'bool',
  string: 'object',
}

function tensor({ name, type, shape }: TensorSpec) {
  return { name, type: 'tensor', 'tensor-spec': { dtype: dtypes[type], shape } }
}
