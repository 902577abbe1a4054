/** What running a model costs, and how near the converted model is to its original: facts beside its answers. */
export interface CostFacts {
  /** Milliseconds of each request, in the order in which they were made; those of the champion pair with them. */
  readonly latencies?: Float64Array
  /** Share of its time in which the server could have run and had no processor, 0 … 1. */
  readonly waited?: number
  /** Most memory that the process of the server held, bytes. */
  readonly memory?: number
  /** Bytes of `model.onnx`. */
  readonly size?: number
  /** Greatest difference of an answer from that of the model it was converted from. */
  readonly parity?: number
}

/** Facts of the model, and of the champion where there is one. */
export interface Costs {
  readonly candidate: CostFacts
  readonly champion?: CostFacts
}

/** A rule that such a fact decides: at most a constant, or a multiple of the champion's. */
export interface CostRule {
  readonly text: string
  readonly cost: CostName
  /** Milliseconds, bytes or a difference; with a rival the factor. */
  readonly bound: number
  readonly against?: 'champion'
}

export const costNames = ['latency.p50', 'latency.p95', 'latency.p99', 'memory', 'size', 'parity'] as const
export type CostName = (typeof costNames)[number]

/** In what each is counted. */
export const unitOf: Readonly<Record<CostName, 'ms' | 'bytes' | 'difference'>> = {
  'latency.p50': 'ms',
  'latency.p95': 'ms',
  'latency.p99': 'ms',
  memory: 'bytes',
  size: 'bytes',
  parity: 'difference',
}

/** The share of requests that are not slower, for a latency. */
export function shareOf(cost: CostName): number | undefined {
  const digits = /^latency\.p(\d+)$/.exec(cost)?.[1]
  return digits === undefined ? undefined : Number(digits) / 100
}
