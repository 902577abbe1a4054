import { readFile } from 'node:fs/promises'
import type { MetricPoint } from '@trainyard/evidence'
import { InputError, isCode } from '@trainyard/ports'

/**
 * Reads what the command appended: one JSON object a line with name, value and, where there is one, step.
 * @throws InputError with the line of what is none
 */
export async function readMetrics(file: string): Promise<MetricPoint[]> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (isCode(error, 'ENOENT')) return ''
    throw error
  })
  return text
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : [metricPoint(line, { file: 'TRAINYARD_METRICS', line: at + 1 })]))
}

function metricPoint(line: string, at: { readonly file: string; readonly line: number }): MetricPoint {
  const value = parse(line)
  if (isPoint(value)) return { name: value.name, step: value.step ?? 0, value: value.value }
  throw new InputError(`not a metric: ${line.slice(0, 80)}`, {
    at,
    remedy: 'Append lines such as {"name": "loss", "step": 3, "value": 0.25}; values are finite numbers.',
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isPoint(value: unknown): value is { name: string; step?: number; value: number } {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('value' in value)) return false
  const step = 'step' in value ? value.step : 0
  return typeof value.name === 'string' && Number.isFinite(value.value) && Number.isInteger(step) && Number(step) >= 0
}
