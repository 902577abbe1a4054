import { keyPath, nearest } from '@trainyard/config'
import { type Clock, InputError, type Problem, sha256, writeFileAtomic } from '@trainyard/ports'
import type { AnyDocument, DocumentHead, DocumentKind, Documents, Subject, Verdict } from './documents/index.ts'
import { readJson } from './json/read.ts'
import { regenerate } from './json/scan.ts'
import { jsonText, unwritable } from './json/write.ts'
import { documentKinds, validatorOf } from './schemas.ts'
import { toolVersion } from './version.ts'

/** What a stage adds to the head that all documents share. */
export type DocumentBody<Kind extends DocumentKind> = Omit<Documents[Kind], keyof DocumentHead<Kind>>

/** What a document's head says beside its kind, time and tool. */
export interface Head {
  readonly clock: Pick<Clock, 'now'>
  readonly subjects: readonly Subject[]
  readonly inputs: readonly Subject[]
  readonly verdict: Verdict
  readonly reason: string
}

/** A document that was read, with the sha256 of its bytes. */
export interface ReadDocument<Document> {
  readonly document: Document
  readonly sha256: string
  readonly file: string
}

/** A document of a stage: the body, and the head filled in. */
export function newDocument<Kind extends DocumentKind>(
  kind: Kind,
  body: DocumentBody<Kind>,
  { clock, subjects, inputs, verdict, reason }: Head,
): DocumentHead<Kind> & DocumentBody<Kind> {
  const head: DocumentHead<Kind> = {
    kind,
    schemaVersion: 1,
    createdAt: clock.now().toISOString(),
    tool: { name: 'trainyard', version: toolVersion },
    subjects,
    inputs,
    verdict,
    reason,
  }
  return { ...head, ...body }
}

/**
 * Checks a document and writes it, whole or not at all.
 * @returns hexadecimal sha256 of the bytes written
 * @throws InputError naming every value that the schema or JSON cannot hold; nothing is written then
 */
export async function writeDocument(file: string, document: AnyDocument): Promise<string> {
  const problems = unwritable(document)
  if (problems.length > 0) throw new InputError(capped(problems.map((problem) => ({ ...problem, at: { file } }))))
  const text = jsonText(document)
  await expectValid(document.kind, document, file)
  await writeFileAtomic(file, text)
  return sha256(text)
}

/** Hexadecimal sha256 of the bytes that `writeDocument` would write. */
export function documentDigest(document: AnyDocument): string {
  return sha256(jsonText(document))
}

/**
 * Reads a document of one kind and checks it.
 * @throws InputError where the file is missing, broken, of another kind or version, or not as its schema says
 */
export async function readDocument<Kind extends DocumentKind>(
  kind: Kind,
  file: string,
): Promise<ReadDocument<Documents[Kind]>> {
  const { bytes, value } = await readJson(file)
  expectKind(value, [kind], file)
  await expectValid(kind, value, file)
  return { document: value as Documents[Kind], sha256: sha256(bytes), file }
}

/** Reads a document of whichever kind the file says, as `readDocument` does. */
export async function readAnyDocument(file: string): Promise<ReadDocument<AnyDocument>> {
  const { bytes, value } = await readJson(file)
  const kind = expectKind(value, documentKinds, file)
  await expectValid(kind, value, file)
  return { document: value as AnyDocument, sha256: sha256(bytes), file }
}

function expectKind(value: unknown, kinds: readonly DocumentKind[], file: string): DocumentKind {
  const { kind, schemaVersion } = headOf(value, file)
  const known = kinds.find((one) => one === kind)
  if (!known) throw wrongKind(kind, kinds, file)
  if (schemaVersion === 1) return known
  const newer = typeof schemaVersion === 'number' && schemaVersion > 1
  const remedy = newer ? 'It was written by a newer Trainyard. Use that version here too.' : regenerate
  const message = `must be 1, not ${JSON.stringify(schemaVersion)?.slice(0, 40) ?? 'missing'}`
  throw new InputError(message, { at: { file, key: 'schemaVersion' }, remedy })
}

function headOf(value: unknown, file: string): { readonly kind?: unknown; readonly schemaVersion?: unknown } {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value
  throw new InputError('is no document: a map of keys is expected', { at: { file }, remedy: regenerate })
}

function wrongKind(kind: unknown, kinds: readonly DocumentKind[], file: string): InputError {
  const expected = kinds.length === 1 ? `a ${kinds[0]} document` : `one of ${kinds.join(', ')}`
  const found = typeof kind === 'string' ? `'${kind.slice(0, 40)}'` : 'no kind'
  const near = typeof kind === 'string' ? nearest(kind, kinds) : undefined
  const remedy = near ? `Did you mean ${near}?` : 'Name the file that the stage wrote.'
  return new InputError(`expected ${expected}, found ${found}`, { at: { file, key: 'kind' }, remedy })
}

async function expectValid(kind: DocumentKind, value: unknown, file: string): Promise<void> {
  const validate = await validatorOf(kind)
  const problems = (await validate(value)).map(
    ({ path, message, remedy = regenerate }): Problem => ({ message, remedy, at: { file, key: keyPath(path) } }),
  )
  if (problems.length > 0) throw new InputError(capped(problems))
}

const mostProblems = 50

function capped(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostProblems) return problems
  return [...problems.slice(0, mostProblems), { message: 'and many more like these' }]
}
