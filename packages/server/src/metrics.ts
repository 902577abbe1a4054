import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the server counts, in Prometheus' text format at `GET /metrics`. */
export interface Metrics {
  readonly requests: Counter<'method' | 'route' | 'status'>
  /** Seconds. */
  readonly duration: Histogram<'route'>
  readonly inFlight: Gauge
  readonly rows: Counter
  readonly predictions: Counter<'class'>
  readonly rejected: Counter<'field'>
  readonly batchRows: Histogram
  readonly queuedRows: Gauge
  readonly logDropped: Counter
  readonly contentType: string
  text(): Promise<string>
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const powersOfTwo = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

/** A set of metrics of its own, so that two servers in one process do not add up. */
export function createMetrics(): Metrics {
  const registers = [new Registry()]
  const [registry = new Registry()] = registers
  collectDefaultMetrics({ register: registry })
  return {
    ...httpMetrics(registers),
    ...modelMetrics(registers),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

function httpMetrics(registers: Registry[]) {
  return {
    requests: new Counter({
      name: 'trainyard_requests_total',
      help: 'Requests answered, by route, method and status.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    duration: new Histogram({
      name: 'trainyard_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer.',
      labelNames: ['route'],
      buckets: seconds,
      registers,
    }),
    inFlight: new Gauge({ name: 'trainyard_requests_in_flight', help: 'Requests being answered.', registers }),
  }
}

function modelMetrics(registers: Registry[]) {
  return {
    rows: new Counter({ name: 'trainyard_rows_total', help: 'Rows predicted.', registers }),
    predictions: new Counter({
      name: 'trainyard_predictions_total',
      help: 'Rows predicted, by class.',
      labelNames: ['class'],
      registers,
    }),
    rejected: new Counter({
      name: 'trainyard_rejected_inputs_total',
      help: 'Requests refused for their values, by field.',
      labelNames: ['field'],
      registers,
    }),
    batchRows: new Histogram({
      name: 'trainyard_batch_rows',
      help: 'Rows that the model was given at once.',
      buckets: powersOfTwo,
      registers,
    }),
    queuedRows: new Gauge({ name: 'trainyard_queued_rows', help: 'Rows that wait or are being computed.', registers }),
    logDropped: new Counter({
      name: 'trainyard_prediction_log_dropped_total',
      help: 'Rows that the prediction log could not take in time.',
      registers,
    }),
  }
}
