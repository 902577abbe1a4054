import type { Position } from '@trainyard/ports'
import { expectAt } from '../checks.ts'
import { isObject, readJson } from '../json.ts'
import { type Imported, type Importer, leftOut, merge, type TableShape, translated } from '../types.ts'
import { featureChecks } from './feature.ts'
import { type Constraints, type Feature, form, type Monitoring } from './form.ts'

/** `constraints.json` of Amazon SageMaker Model Monitor: the checks that its violations are named after. */
export const sagemakerConstraints: Importer = {
  name: 'SageMaker Model Monitor constraints',
  recognises: (_, value) =>
    isObject(value) && Array.isArray(value['features']) && !('expectations' in value) && !('fields' in value),
  read: async (text, file, table) => {
    const { value, at } = await readJson(text, file, form)
    const { features, monitoring_config = {} } = value as Constraints
    const columns = columnsMatch(features, at('features'))
    const checks = features.map((feature, index) => {
      const place = (...path: readonly string[]) => at('features', index, ...path)
      return merge([checksOf(feature, monitoring_config, table, place), unknown(feature, place)])
    })
    return merge([translated(columns), ...checks])
  },
}

type Place = (...path: readonly string[]) => Position

function checksOf(feature: Feature, common: Monitoring, table: TableShape, place: Place): Imported {
  const config = { ...common, ...feature.monitoringConfigOverrides }
  if (config.evaluate_constraints === 'Disabled')
    return leftOut({ what: `feature '${feature.name}'`, why: 'evaluate_constraints is Disabled', at: place('name') })
  const column = table.columns.find(({ name }) => name === feature.name)
  return column ? featureChecks(feature, config, column, place) : translated()
}

/** missing_column_check and extra_column_check. */
function columnsMatch(features: readonly Feature[], at: Position) {
  const kwargs = { column_set: features.map(({ name }) => name), exact_match: true }
  return expectAt(at, { type: 'expect_table_columns_to_match_set', kwargs })
}

const known = [
  'name',
  'inferred_type',
  'completeness',
  'num_constraints',
  'string_constraints',
  'monitoringConfigOverrides',
]
const knownInside: Readonly<Record<string, string>> = {
  num_constraints: 'is_non_negative',
  string_constraints: 'domains',
}

/** Containers of one's own may add constraints; those are not known here. */
function unknown(feature: Feature, place: Place): Imported {
  const own = Object.keys(feature).filter((key) => !known.includes(key))
  const inside = Object.entries(feature).flatMap(([key, value]) =>
    key in knownInside && isObject(value)
      ? Object.keys(value)
          .filter((name) => name !== knownInside[key])
          .map((name) => [key, name])
      : [],
  )
  return merge(
    [...own.map((key) => [key]), ...inside].map((path) =>
      leftOut({
        what: `${path.join('.')} of '${feature.name}'`,
        why: 'no such constraint is known',
        at: place(...path),
      }),
    ),
  )
}
