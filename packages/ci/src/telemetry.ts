/**
 * Switches ONNX Runtime's telemetry off. It reads the variable when its library loads, and a worker's copy of the
 * environment never reaches it: call this on the main thread, first of all.
 */
export function silenceTelemetry(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1'
}
