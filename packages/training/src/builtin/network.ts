import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Sequential } from '@tensorflow/tfjs-layers'
import type { MetricPoint } from '@trainyard/evidence'
import { InputError, type Log, seededRandom, shuffledIndices } from '@trainyard/ports'
import type { Matrix } from './matrix.ts'
import { type BuiltinParams, builtinDefaults } from './params.ts'
import { loadTensorFlow, type TensorFlow } from './tensorflow.ts'

/** A dense layer's weights: `kernel` is inputs × units, row-major. */
export interface Layer {
  readonly inputs: number
  readonly units: number
  readonly kernel: Float32Array
  readonly bias: Float32Array
}

export interface FittedNetwork {
  readonly layers: readonly Layer[]
  readonly metrics: readonly MetricPoint[]
  readonly epochs: number
  /** Best validation loss; best training loss where there is no validation share. */
  readonly loss: number
  readonly backend: string
  /** The network's own answers: rows × outputs, probabilities or standardised numbers. */
  answer(x: Float32Array, rows: number): Promise<Float32Array>
  close(): Promise<void>
}

export interface FitRequest {
  readonly train: Matrix
  readonly validation: Matrix
  readonly classification: boolean
  readonly params: BuiltinParams
  readonly seed: number
  readonly log: Pick<Log, 'progress'>
}

/** Trains until the validation loss no longer improves; keeps the best weights. The same request gives the same bytes. */
export async function fit(request: FitRequest): Promise<FittedNetwork> {
  const tensorflow = await loadTensorFlow()
  const model = build(tensorflow, request)
  const history = await train(tensorflow, model, request)
  return {
    ...history,
    layers: layersOf(model),
    backend: tensorflow.core.getBackend(),
    answer: async (x, rows) => answer(tensorflow, model, x, rows),
    close: async () => void model.dispose(),
  }
}

function build(tensorflow: TensorFlow, request: FitRequest): Sequential {
  const { core, layers } = tensorflow
  const { params, classification } = request
  const model = layers.sequential({ layers: denseLayers(tensorflow, request) })
  model.compile({
    optimizer: core.train.adam(params.learning_rate),
    loss: classification ? 'categoricalCrossentropy' : 'meanSquaredError',
  })
  return model
}

function denseLayers({ layers }: TensorFlow, { train: { width, outputs }, params, seed, classification }: FitRequest) {
  const start = (offset: number) => layers.initializers.glorotUniform({ seed: seed + offset })
  const activation = classification ? ('softmax' as const) : ('linear' as const)
  const last = { units: outputs, activation, kernelInitializer: start(2) }
  if (params.model === 'linear') return [layers.layers.dense({ ...last, inputShape: [width] })]
  const hidden = { units: params.hidden, activation: 'relu' as const, kernelInitializer: start(1), inputShape: [width] }
  return [layers.layers.dense(hidden), layers.layers.dense(last)]
}

interface History {
  readonly metrics: readonly MetricPoint[]
  readonly epochs: number
  readonly loss: number
}

async function train(tensorflow: TensorFlow, model: Sequential, request: FitRequest): Promise<History> {
  const random = seededRandom(request.seed)
  const metrics: MetricPoint[] = []
  const best = { loss: Number.POSITIVE_INFINITY, epoch: 0, weights: [] as Float32Array[] }
  const weights = classWeights(request)
  let epoch = 0
  while (epoch < request.params.epochs && epoch - best.epoch < request.params.patience) {
    epoch += 1
    const order = shuffledIndices(request.train.rows, random)
    const loss = await trainEpoch(tensorflow, model, request, order, weights)
    if (!Number.isFinite(loss)) throw diverged(epoch)
    const judged = request.validation.rows > 0 ? evaluate(tensorflow, model, request.validation) : loss
    metrics.push({ name: 'loss', step: epoch, value: loss })
    if (request.validation.rows > 0) metrics.push({ name: 'val_loss', step: epoch, value: judged })
    if (judged < best.loss) Object.assign(best, { loss: judged, epoch, weights: valuesOf(model) })
    request.log.progress(`epoch ${epoch} of at most ${request.params.epochs}, loss ${loss.toFixed(4)}`)
  }
  restore(tensorflow, model, best.weights)
  return { metrics, epochs: epoch, loss: best.loss }
}

function diverged(epoch: number): InputError {
  return new InputError(`training diverged: in epoch ${epoch} the loss is no number any more`, {
    at: { file: 'trainyard.yml', key: 'train.params.learning_rate' },
    remedy: `Lower it; the default is ${builtinDefaults.learning_rate}.`,
  })
}

/** Rows in an order of our own: the library's own shuffling cannot be seeded. */
async function trainEpoch(
  { core }: TensorFlow,
  model: Sequential,
  { train: { x, y, rows, width, outputs }, params }: FitRequest,
  order: Uint32Array,
  classWeight: Readonly<Record<number, number>> | undefined,
): Promise<number> {
  const xs = core.tensor2d(taken(x, width, order), [rows, width])
  const ys = core.tensor2d(taken(y, outputs, order), [rows, outputs])
  const options = {
    epochs: 1,
    batchSize: params.batch_size,
    shuffle: false,
    verbose: 0 as const,
    yieldEvery: 'never' as const,
  }
  const { history } = await model.fit(xs, ys, classWeight ? { ...options, classWeight } : options)
  core.dispose([xs, ys])
  return Number(history['loss']?.[0])
}

function taken(values: Float32Array, width: number, order: Uint32Array): Float32Array {
  const out = new Float32Array(values.length)
  order.forEach((from, to) => {
    out.set(values.subarray(from * width, (from + 1) * width), to * width)
  })
  return out
}

function evaluate({ core }: TensorFlow, model: Sequential, { x, y, rows, width, outputs }: Matrix): number {
  return core.tidy(() => {
    const loss = model.evaluate(core.tensor2d(x, [rows, width]), core.tensor2d(y, [rows, outputs]), {
      batchSize: 4096,
      verbose: 0,
    })
    return Number((Array.isArray(loss) ? loss[0] : loss)?.dataSync()[0])
  })
}

/** scikit-learn's `class_weight='balanced'`: rows ÷ (classes × rows of the class). */
function classWeights({
  train: { y, rows, outputs },
  params,
  classification,
}: FitRequest): Readonly<Record<number, number>> | undefined {
  if (!classification || params.class_weight === 'none') return undefined
  const counts = new Float64Array(outputs)
  for (let at = 0; at < y.length; at += 1) counts[at % outputs] = (counts[at % outputs] ?? 0) + (y[at] ?? 0)
  return Object.fromEntries([...counts].map((count, at) => [at, rows / (outputs * Math.max(count, 1))]))
}

function valuesOf(model: Sequential): Float32Array[] {
  return model.getWeights().map((weight: Tensor) => Float32Array.from(weight.dataSync()))
}

function restore({ core }: TensorFlow, model: Sequential, values: readonly Float32Array[]): void {
  const shapes = model.getWeights().map((weight) => weight.shape)
  if (values.length > 0) model.setWeights(values.map((value, at) => core.tensor(value, shapes[at])))
}

function layersOf(model: Sequential): Layer[] {
  return model.layers.map((layer) => {
    const [kernel, bias] = layer.getWeights()
    const [inputs = 0, units = 0] = kernel?.shape ?? []
    return {
      inputs,
      units,
      kernel: Float32Array.from(kernel?.dataSync() ?? []),
      bias: Float32Array.from(bias?.dataSync() ?? []),
    }
  })
}

function answer({ core }: TensorFlow, model: Sequential, x: Float32Array, rows: number): Float32Array {
  if (rows === 0) return new Float32Array(0)
  return core.tidy(() => {
    const out = model.predict(core.tensor2d(x, [rows, x.length / rows]) as Tensor2D, { batchSize: 4096 })
    return Float32Array.from((out as Tensor).dataSync())
  })
}
