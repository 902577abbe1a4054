import { type LeaksResult, type RequirementResult, readDocument, type Subject, type Verdict } from '@trainyard/evidence'
import { readParity } from '../costs/parity.ts'
import type { Inputs } from '../inputs.ts'
import type { Judged } from '../judged.ts'
import type { Required } from './strictest.ts'

interface Found {
  readonly judged: Judged
  readonly leaks: LeaksResult | undefined
}

interface Held {
  readonly requirement: RequirementResult
  readonly inputs: readonly Subject[]
}

/** Holds each requirement. What is missing does not hold. */
export async function requirementsOf(
  found: Found,
  { names, differing }: Pick<Required, 'names' | 'differing'>,
  { run, validation }: Pick<Inputs, 'run' | 'validation'>,
): Promise<{ readonly requirements: readonly RequirementResult[]; readonly inputs: readonly Subject[] }> {
  const held: Held[] = []
  for (const name of names) {
    if (name === 'validation') held.push(await validated(found.judged, validation))
    else if (name === 'parity') held.push(await onPar(found.judged, run, differing))
    else held.push(withoutLeaks(found.leaks))
  }
  return { requirements: held.map(({ requirement }) => requirement), inputs: held.flatMap(({ inputs }) => inputs) }
}

async function validated({ dataset, data }: Judged, file: string | undefined): Promise<Held> {
  const name = 'validation'
  if (file === undefined) return failed(name, 'There is no validation.json: run validate-data first.')
  const { document, sha256 } = await readDocument('validation', file)
  const inputs: Subject[] = [{ kind: 'validation', name: 'validation.json', sha256 }]
  const looked = document.subjects.find(({ kind }) => kind === 'dataset')?.sha256
  if (looked !== (dataset ?? data.sha256))
    return { ...failed(name, 'validation.json speaks of other data than was judged.'), inputs }
  if (document.verdict === 'pass') return { requirement: { name, verdict: 'pass', reason: document.reason }, inputs }
  return { ...failed(name, `The data did not pass its validation: ${document.reason}`), inputs }
}

async function onPar({ ran }: Judged, file: string | undefined, differing: number): Promise<Held> {
  const name = 'parity'
  const found = ran && (await readParity(file, ran.model))
  if (found === undefined)
    return failed(
      name,
      'run.json tells of no original that this model was compared with: train converts one where its command leaves one.',
    )
  const { document, subject } = found
  const told = `${document.differing} of ${document.rows} rows differ from ${document.original} by more than ${document.tolerance}`
  const verdict = document.differing <= differing * document.rows ? 'pass' : 'fail'
  return {
    requirement: { name, verdict, reason: `${told}; by ${document.greatest.toPrecision(2)} at most.` },
    inputs: [subject],
  }
}

function withoutLeaks(leaks: LeaksResult | undefined): Held {
  const name = 'no-leaks'
  if (leaks === undefined) return failed(name, 'No model was run, so that no column was looked at.')
  const { found, looked, measure } = leaks
  if (found.length === 0)
    return {
      requirement: { name, verdict: 'pass', reason: `None of ${looked} columns tells the label alone.` },
      inputs: [],
    }
  const named = found.map(({ column, score }) => `${column} (${measure} ${score.toFixed(3)})`).join(', ')
  return failed(
    name,
    `Columns that tell the label alone: ${named}. Is each known when the model is asked? evaluate.leaks.allow`,
  )
}

function failed(name: RequirementResult['name'], reason: string): Held {
  return { requirement: { name, verdict: 'fail', reason }, inputs: [] }
}

/** A requirement that does not hold fails the evaluation, whatever the rules say. */
export function required<Judged extends { readonly verdict: Verdict; readonly reason: string }>(
  judged: Judged,
  requirements: readonly RequirementResult[] = [],
): Judged {
  const open = requirements.filter(({ verdict }) => verdict === 'fail')
  if (open.length === 0) return judged
  const reason = open.map(({ name, reason: why }) => `requires ${name}: ${why}`).join(' ')
  return { ...judged, verdict: 'fail', reason: judged.verdict === 'pass' ? reason : `${judged.reason}; ${reason}` }
}
