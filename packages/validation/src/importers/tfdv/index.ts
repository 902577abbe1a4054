import { child, children, flagOf, type Message, numberOf, placeOf, textOf, texts } from '@trainyard/config'
import { InputError, type Problem } from '@trainyard/ports'
import { expectAt } from '../checks.ts'
import { type Imported, type Importer, leftOut, merge, type TableShape, translated } from '../types.ts'
import { rowDrift } from './drift.ts'
import { featureChecks, isRequired, nameOf } from './feature.ts'
import { parseSchema } from './schema.ts'

/**
 * The schema of TensorFlow Data Validation, in the text form of Protocol Buffers. Each check is TFDV's own for the same
 * field: `tfdv.validate_statistics` of version 1.16, for tables whose cells hold one value or none.
 */
export const tfdvSchema: Importer = {
  name: 'TFDV schema',
  recognises: (file, value) => value === undefined && /\.(pbtxt|textproto|pbtext|prototxt)$/i.test(file),
  read: (text, file, table) => {
    const schema = parseSchema(text, file)
    expectEnvironment(schema, table.environment)
    return merge([tableChecks(schema, table), ...features(schema, table), ...combined(schema)])
  },
}

function features(schema: Message, table: TableShape): Imported[] {
  const shared = new Map(children(schema, 'string_domain').map((domain) => [textOf(domain, 'name') ?? '', domain]))
  const problems: Problem[] = []
  const read = children(schema, 'feature').map((feature) => {
    try {
      if (isDeprecated(feature)) return translated()
      return featureChecks(feature, shared, table, isInEnvironment(feature, schema, table.environment))
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(...error.problems)
      return translated()
    }
  })
  if (problems.length > 0) throw new InputError(problems)
  return read
}

/** A misspelt environment would leave every feature out. */
function expectEnvironment(schema: Message, environment: string | undefined): void {
  const named = children(schema, 'feature').flatMap((feature) => [
    ...texts(feature, 'in_environment'),
    ...texts(feature, 'not_in_environment'),
  ])
  const known = [...new Set([...texts(schema, 'default_environment'), ...named])]
  if (environment === undefined || known.includes(environment)) return
  throw new InputError(`the schema has no environment '${environment}'`, {
    at: schema.at,
    remedy: known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none: leave validate.environment out.',
  })
}

const stagesInForce = [undefined, 'UNKNOWN_STAGE', 'BETA', 'PRODUCTION', 'VALIDATION_DERIVED']

function isDeprecated(feature: Message): boolean {
  return flagOf(feature, 'deprecated') || !stagesInForce.includes(textOf(feature, 'lifecycle_stage'))
}

/** TFDV's IsFeatureInEnvironment: without an environment every feature is in. */
function isInEnvironment(feature: Message, schema: Message, environment: string | undefined): boolean {
  if (environment === undefined || texts(feature, 'in_environment').includes(environment)) return true
  if (texts(feature, 'not_in_environment').includes(environment)) return false
  return texts(schema, 'default_environment').includes(environment)
}

/** The columns and the number of rows. A table without rows is an anomaly of its own in TFDV. */
function tableChecks(schema: Message, table: TableShape): Imported {
  const constraints = child(schema, 'dataset_constraints')
  const max = numberOf(constraints, 'max_examples_count')
  const min = Math.max(1, numberOf(constraints, 'min_examples_count') ?? 1)
  const at = constraints ? placeOf(schema, 'dataset_constraints') : schema.at
  if (max !== undefined && max < min)
    throw new InputError(`the table can hold ${max} rows at most, and ${min} at least`, { at })
  const kwargs = { min_value: min, ...(max !== undefined && { max_value: max }) }
  const rows = expectAt(at, { type: 'expect_table_row_count_to_be_between', kwargs })
  return {
    expectations: [rows, columnsMatch(schema, table)],
    untranslated: constraints ? rowDrift(constraints) : [],
  }
}

/** A column that the schema does not know, or not in this environment, is an anomaly where it has a value. */
function columnsMatch(schema: Message, table: TableShape) {
  const present = new Map(table.columns.map(({ name, missing }) => [name, missing < table.rows]))
  const expected = children(schema, 'feature').filter((feature) => {
    const name = nameOf(feature)
    if (isDeprecated(feature)) return present.has(name)
    if (!isInEnvironment(feature, schema, table.environment)) return present.get(name) === false
    return isRequired(feature) || present.has(name)
  })
  const kwargs = { column_set: expected.map(nameOf), exact_match: true }
  return expectAt(schema.at, { type: 'expect_table_columns_to_match_set', kwargs })
}

/** Features that are made of others, and which of ours they are made of. */
function combined(schema: Message): Imported[] {
  return ['sparse_feature', 'weighted_feature'].flatMap((field) =>
    children(schema, field).map((feature) =>
      leftOut({
        what: `${field} '${textOf(feature, 'name') ?? ''}'`,
        why: 'features that are made of several others are not checked',
        at: feature.at,
      }),
    ),
  )
}
