import type { Contradiction } from './contradiction.ts'
import { metricContradictions } from './custom-metrics.ts'
import { gateContradictions } from './gates.ts'
import { rowsContradictions } from './rows.ts'
import { asMap } from './schema/node.ts'
import { searchContradictions } from './search.ts'

/** What a schema cannot say: how keys must agree. The value may still be wrong in other ways. */
export function contradictions(value: unknown): readonly Contradiction[] {
  const data = asMap(asMap(value)?.['data'])
  const search = asMap(asMap(asMap(value)?.['train'])?.['search'])
  const evaluate = asMap(asMap(value)?.['evaluate'])
  return [
    ...(data ? dataContradictions(data) : []),
    ...(evaluate ? [...gateContradictions(evaluate), ...metricContradictions(evaluate)] : []),
    ...(search ? searchContradictions(search) : []),
  ]
}

function dataContradictions(data: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  return [rowsContradictions, roleContradictions, splitContradictions, dvcContradictions].flatMap((rule) => rule(data))
}

/** What is pushed is what was made. */
function dvcContradictions(data: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const { push = false, repro = false } = asMap(data['dvc']) ?? {}
  if (push !== true || repro !== false) return []
  const message = 'pushes what `dvc repro` made, and none is asked for'
  return [{ path: ['data', 'dvc', 'push'], message, remedy: 'Add data.dvc.repro, or remove this key.' }]
}

const roles = ['target', 'id', 'time', 'weight'] as const

function roleContradictions(data: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const taken = new Map<unknown, string>()
  const found: Contradiction[] = []
  const remedy = 'A column has one role. Keep one of them.'
  for (const role of roles) {
    for (const column of [data[role]].flat()) {
      if (typeof column !== 'string') continue
      const other = taken.get(column)
      if (other) found.push({ path: ['data', role], message: `'${column}' is also data.${other}`, remedy })
      taken.set(column, role)
    }
  }
  const ignored = Array.isArray(data['ignore']) ? data['ignore'] : []
  for (const [index, column] of ignored.entries()) {
    const role = taken.get(column)
    if (role) found.push({ path: ['data', 'ignore', index], message: `'${column}' is also data.${role}`, remedy })
  }
  return found
}

function splitContradictions(data: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const { test = 0.2, validation = 0.1, by } = asMap(data['split']) ?? {}
  const found: Contradiction[] = []
  if (typeof test === 'number' && typeof validation === 'number' && test + validation >= 1)
    found.push({
      path: ['data', 'split'],
      message: 'test and validation leave no rows to train on',
      remedy: 'Together they must be less than 100%.',
    })
  if (by === 'time' && data['time'] === undefined)
    found.push({
      path: ['data', 'split', 'by'],
      message: 'a split by time needs a time column',
      remedy: 'Name it: data.time',
    })
  return found
}
