import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SuiteDifference } from '@trainyard/evidence'
import { isCode, sha256, writeFileAtomic } from '@trainyard/ports'
import { compareSuites, isSameSuite, parseSuite, proposeSuite, type Suite, suiteText } from '@trainyard/validation'
import type { Context } from '../core/context.ts'
import { openSourceEarly } from '../core/data/data.ts'
import type { StageResult } from '../core/result.ts'
import type { Inputs } from './inputs.ts'
import { checkAgainst } from './run.ts'

/** Name of the proposal in the stage's folder. */
const copyName = 'proposed-suite.json'

/**
 * Proposes a suite from accepted data, writes it where none is yet, and checks the data against it, so that the folder holds
 * what validate-data leaves. A suite that is there is only replaced with `force`; else what differs is told.
 */
export async function propose(inputs: Inputs, out: string, context: Context): Promise<StageResult> {
  const opened = await openSourceEarly(inputs, context)
  try {
    const dataset = await opened.whole()
    const file = inputs.suite ?? path.join(context.config.folder, 'expectations', `${context.config.name}.json`)
    const name = path.relative(context.config.folder, file)
    const text = suiteText(await proposeSuite(dataset, path.basename(file, '.json')))
    const suite: Suite = { ...parseSuite(text, name), path: name }
    const told = await place(file, { name, text, suite, force: inputs.force })
    await writeFileAtomic(path.join(out, copyName), text)
    const chosen = { suite, subjects: [{ kind: 'suite' as const, name, sha256: sha256(text) }] }
    const result = await checkAgainst(chosen, opened, inputs, out, context)
    return { ...result, reason: `${told[0]}; ${result.reason}`, lines: told }
  } finally {
    await opened.close()
  }
}

interface Proposal {
  readonly name: string
  readonly text: string
  readonly suite: Suite
  readonly force: boolean
}

/** Writes the proposal, or leaves what is there. @returns lines that say which, and what differs */
async function place(file: string, { name, text, suite, force }: Proposal): Promise<readonly [string, ...string[]]> {
  const there = await readText(file)
  const checks = `${suite.expectations.length} expectations`
  if (there === undefined || force) {
    await writeFileAtomic(file, text)
    return [`${checks} written to ${name}: look through them, then commit the file`]
  }
  const difference = compareSuites(parseSuite(there, name).expectations, suite.expectations)
  if (isSameSuite(difference)) return [`${name} is what would be proposed`]
  return [`${name} is kept: the proposal of ${checks} differs, and --force writes it`, ...differenceLines(difference)]
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function differenceLines({ added, removed, changed }: SuiteDifference): readonly string[] {
  const on = (columns: readonly string[]) => (columns.length === 0 ? '' : ` (${columns.join(', ')})`)
  return [
    ...added.map(({ type, columns }) => `+ ${type}${on(columns)}`),
    ...removed.map(({ type, columns }) => `- ${type}${on(columns)}`),
    ...changed.map(({ type, columns, change, kwargs }) => `~ ${type}${on(columns)}: ${change} by ${kwargs.join(', ')}`),
  ]
}
