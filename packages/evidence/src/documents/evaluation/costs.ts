/** What running the model costs, and the champion beside it. */
export interface CostsResult {
  /** Times and memory depend on it. */
  readonly machine: {
    readonly processor: string
    readonly cores: number
    readonly platform: string
    readonly node: string
  }
  /** How the servers were asked; absent where none was. */
  readonly load?: {
    /** Requests to each server that were measured. */
    readonly requests: number
    /** Those before, which were not. */
    readonly warmUp: number
    /** Rows of the test share that were sent in turns, one a request. */
    readonly rows: number
    /** Chooses rows, and which server is asked first. */
    readonly seed: number
    readonly seconds: number
    /** Largest share of its time in which a server could have run and had no processor, 0 … 1; absent: not known. */
    readonly waited?: number
  }
  readonly candidate: CostResult
  readonly champion?: CostResult
}

export interface CostResult {
  /** Milliseconds. */
  readonly latency?: {
    readonly requests: number
    readonly mean: number
    readonly p50: number
    readonly p95: number
    readonly p99: number
  }
  /** Most that the server's process held, bytes. */
  readonly memory?: number
  /** Of `model.onnx`, bytes. */
  readonly size?: number
  /** Greatest difference of an answer from that of the model it was converted from. */
  readonly parity?: number
}
