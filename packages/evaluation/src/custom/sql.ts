import { list, sql } from '@trainyard/dataset'
import { customMetric, type Formula } from '@trainyard/metrics'
import { type AnswerRows, drawnRows, resampleColumn, type Side, someRows } from './answers.ts'
import { castTo, withNumbers } from './booleans.ts'
import { type Sums, sumsOf } from './formula.ts'
import { termRows } from './terms.ts'
import { functionsIn, groupedStatementOf, type Parsed, parseExpression } from './tree.ts'
import type { MeasuredCustom, SideValues, SqlMetric } from './types.ts'
import { askValue, refused, timeoutMs, told } from './value.ts'

/**
 * Measures an expression. Sums, means and counts of rows and arithmetic on them become numbers of each row, so that they have the
 * intervals and slices of other metrics; anything else, such as a median, is asked again for resamples of the rows.
 * @throws InputError for what is no expression over the columns, or has no value
 */
export async function measureSql(metric: SqlMetric, answers: AnswerRows, seed: number): Promise<MeasuredCustom> {
  const { name, better, sql: source } = metric
  const parsed = await parsedMetric(metric, answers)
  const sums = sumsOf(parsed.expression, name)
  const quick = sums && (await measureSums(metric, parsed, sums, answers))
  if (quick) return { metric: { name, better, source, formula: quick.formula }, ...quick.sides }
  const draws = { count: resamplesFor(answers.rows), seed }
  const whole = async (side: Side): Promise<SideValues> => {
    const value = await askValue(metric, parsed, someRows(side, 0, answers.rows), answers)
    return { rows: [], whole: { value, draws: await resampled(metric, parsed, side, answers, draws) } }
  }
  return {
    metric: { name, better, source },
    candidate: await whole(answers.candidate),
    ...(answers.champion && { champion: await whole(answers.champion) }),
  }
}

/** Rows of resamples that one query draws, about. */
const drawnAtOnce = 2e6

/** 400, and of many rows fewer: each resample reads them all. */
function resamplesFor(rows: number): number {
  return Math.max(100, Math.min(400, Math.floor(40e6 / rows)))
}

async function parsedMetric(metric: SqlMetric, { engine }: AnswerRows): Promise<Parsed> {
  const parsed = await parseExpression(metric.sql, engine)
  if ('wrong' in parsed) throw refused(metric, parsed.wrong)
  const names = [...new Set(functionsIn(parsed.expression).map((name) => name.toLowerCase()))]
  const unsteady =
    names.length === 0
      ? []
      : await engine.all<{ name: string }>(sql`SELECT DISTINCT function_name AS name FROM duckdb_functions()
          WHERE function_name IN ${list(names)} AND (function_type NOT IN ('scalar', 'macro', 'aggregate') OR stability <> 'CONSISTENT')`)
  const [first] = unsteady
  if (first) throw refused(metric, `${first.name} does not give the same each time`)
  return { ...parsed, expression: withNumbers(parsed.expression) }
}

/** Numbers of each row, where the formula of their sums is the expression: its value is asked of the engine, too. */
async function measureSums(metric: SqlMetric, parsed: Parsed, { formula, terms }: Sums, answers: AnswerRows) {
  const candidate = await termRows(metric, parsed, terms, answers.candidate, answers)
  const champion = answers.champion && (await termRows(metric, parsed, terms, answers.champion, answers))
  const plain = simplified(formula, [...candidate, ...(champion ?? [])])
  const value = await askValue(metric, parsed, someRows(answers.candidate, 0, answers.rows), answers)
  if (!isNear(value, formulaValue(metric, plain, candidate, answers.rows))) return undefined
  return {
    formula: plain,
    sides: { candidate: { rows: candidate }, ...(champion && { champion: { rows: champion } }) },
  }
}

function formulaValue({ name, better }: SqlMetric, formula: Formula, rows: SideValues['rows'], count: number): number {
  const none = new Float64Array()
  const answers = { task: 'regression', rows: count, classes: [], labels: none, predictions: none } as const
  const made = customMetric({ name, better, source: '', formula }, 'regression')
  const custom = { rows: new Map(rows), whole: new Map() }
  return made.evaluator({ ...answers, custom }, -1)(new Float64Array(count).fill(1))
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one))
}

/** A count in which every row counts is the number of rows. */
function simplified(formula: Formula, rows: SideValues['rows']): Formula {
  if (formula.kind === 'sum') {
    const counted = rows.filter(([name]) => name === formula.of)
    const all = formula.of.endsWith('.count') && counted.every(([, values]) => values.every((value) => value === 1))
    return all ? { kind: 'rows' } : formula
  }
  if ('left' in formula)
    return { ...formula, left: simplified(formula.left, rows), right: simplified(formula.right, rows) }
  return formula.kind === 'call' ? { ...formula, of: simplified(formula.of, rows) } : formula
}

/** The value of all rows, and of resamples of them. */
async function resampled(
  metric: SqlMetric,
  { expression }: Parsed,
  side: Side,
  answers: AnswerRows,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<Float64Array> {
  const value = castTo('DOUBLE', expression, 'value')
  const text = await groupedStatementOf(value, resampleColumn, answers.engine)
  const together = Math.max(1, Math.floor(drawnAtOnce / answers.rows))
  const draws = new Float64Array(count).fill(Number.NaN)
  for (let from = 0; from < count; from += together) {
    const some = { from, count: Math.min(together, count - from), seed }
    const views = { answers: drawnRows(side, answers.units, some) }
    const selected = await answers.engine.select({ text, views, limit: together, timeoutMs })
    if (!selected.ok) throw refused(metric, told(selected.message))
    for (const row of selected.rows) draws[Number(row[resampleColumn])] = Number(row['value'] ?? Number.NaN)
  }
  return draws
}
