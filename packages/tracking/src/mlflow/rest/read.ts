import { FaultError } from '@trainyard/ports'

/** What lies at a path inside an answer, such as `run.info.run_id`; undefined where there is nothing. */
export function at(answer: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, name) => (isObject(value) ? value[name] : undefined), answer)
}

/** @throws FaultError where there is no text: the server speaks another language than ours */
export function textAt(answer: unknown, path: string): string {
  const value = at(answer, path)
  if (typeof value === 'string') return value
  throw new FaultError(`MLflow's answer has no ${path}`)
}

export function optionalTextAt(answer: unknown, path: string): string | undefined {
  const value = at(answer, path)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A number, also where it comes as text; undefined where there is none. */
export function numberAt(answer: unknown, path: string): number | undefined {
  const value = at(answer, path)
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : undefined
}

/** A list; empty lists are left out of answers. */
export function listAt(answer: unknown, path: string): readonly unknown[] {
  const value = at(answer, path)
  return Array.isArray(value) ? value : []
}

/** A map of texts; empty where there is none. */
export function mapAt(answer: unknown, path: string): Readonly<Record<string, string>> {
  const value = at(answer, path)
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)])) : {}
}

/** Pairs of key and value as one map. */
export function pairsAt(answer: unknown, path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(listAt(answer, path).map((pair) => [textAt(pair, 'key'), String(at(pair, 'value') ?? '')]))
}

/** A map as the pairs that MLflow takes. */
export function toPairs(map: Readonly<Record<string, string>>): { readonly key: string; readonly value: string }[] {
  return Object.entries(map).map(([key, value]) => ({ key, value }))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
