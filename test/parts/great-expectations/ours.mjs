// Trainyard's own results for many suites, in this process.
import path from 'node:path'
import { room, root } from '../image/support.mjs'

const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')

/** Opens a Parquet file as a stage does, also one without rows. */
export async function openParquet(file, services) {
  const { openTable } = await room('dataset')
  return openTable({ base: path.dirname(file), files: [path.basename(file)], empty: true }, services)
}

/** The thread that tests values where SQL cannot. */
export async function startExaminer(t) {
  const { openExaminer } = await room('validation')
  const examiner = openExaminer({ worker: path.join(build, 'packages/validation/src/values/worker.js') })
  t.after(() => examiner.close())
  return examiner
}

/** Results in the order of the expectations; those that Trainyard does not take are refused. */
export async function validateCase({ table, examiner }, { expectations, result_format }) {
  const written = expectations.map(({ type, kwargs }) => ({ type, kwargs: { ...kwargs, result_format } }))
  const refusals = await Promise.all(written.map((expectation) => refusalOf({ table, examiner }, expectation)))
  const taken = written.filter((_, index) => refusals[index] === undefined)
  const validated = taken.length > 0 ? await validateAll({ table, examiner }, taken) : nothing
  const results = validated.results.values()
  return {
    results: refusals.map((refused) => (refused === undefined ? outcome(results.next().value) : { refused })),
    success: validated.success,
    statistics: validated.statistics,
  }
}

const nothing = {
  results: [],
  success: true,
  statistics: {
    ...{ evaluated_expectations: 0, successful_expectations: 0 },
    ...{ unsuccessful_expectations: 0, success_percent: null },
  },
}

async function validateAll({ table, examiner }, expectations) {
  const { parseSuite, validate } = await room('validation')
  const suite = await parseSuite(JSON.stringify({ name: 'suite', expectations }), 'suite.json')
  return validate(table, suite, { values: 'shown', maxRows: 1_000_000, examiner })
}

/** Arguments are refused when the suite is read, regular expressions when it starts to run. */
async function refusalOf(opened, expectation) {
  try {
    await validateAll(opened, [expectation])
    return undefined
  } catch (error) {
    return `${error.name}: ${error.message} ${error.cause?.message ?? ''}`
  }
}

function outcome({ success, result, exception_info: { raised_exception, exception_message } }) {
  return raised_exception ? { success, raised: exception_message } : { success, result: plain(result) }
}

/** What validation.json would hold. What JSON cannot hold shows as a difference. */
const plain = (value) =>
  JSON.parse(JSON.stringify(value, (_, entry) => (typeof entry === 'bigint' ? `bigint ${entry}` : entry)))
