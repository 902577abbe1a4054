import path from 'node:path'
import { type Clock, InputError } from '@trainyard/ports'
import type { AliasMove, ModelVersion, NewVersion } from '../types.ts'
import type { Layout } from './layout.ts'
import { namesIn } from './read.ts'
import { type Records, readRecord, recordText } from './records.ts'
import { writeNew } from './write.ts'

/** Takes the next free number: whoever makes the file first has it. @returns the number */
async function writeNext(folder: string, record: Records[keyof Records]): Promise<number> {
  for (let number = (await numbersIn(folder)).at(-1) ?? 0; ; ) {
    number += 1
    if (await writeNew(path.join(folder, `${number}.json`), recordText(record))) return number
  }
}

/** Numbers of the files `<number>.json` in a folder, the lowest first. */
async function numbersIn(folder: string): Promise<readonly number[]> {
  const names = (await namesIn(folder)).flatMap((name) => /^([1-9][0-9]*)\.json$/.exec(name)?.[1] ?? [])
  return names.map(Number).sort((a, b) => a - b)
}

export async function addVersion(
  layout: Layout,
  { model, run, sha256, description, tags = {} }: NewVersion,
  clock: Pick<Clock, 'now'>,
): Promise<ModelVersion> {
  const createdAt = clock.now().toISOString()
  const facts = { run, sha256, createdAt, ...(description !== undefined && { description }), tags }
  const version = await writeNext(layout.versions(model), { record: 'version', ...facts })
  return { model, version: String(version), ...facts, aliases: [] }
}

/** The newest first. */
export async function readVersions(layout: Layout, model: string): Promise<readonly ModelVersion[]> {
  const numbers = await numbersIn(layout.versions(model))
  const found = await Promise.all(numbers.map((number) => readVersion(layout, model, String(number))))
  return found.flatMap((version) => version ?? []).reverse()
}

/** By its number, or by an alias; `latest` is the highest number. @throws InputError where an alias leads nowhere */
export async function findVersion(layout: Layout, model: string, name: string): Promise<ModelVersion | undefined> {
  if (/^[1-9][0-9]*$/.test(name)) return readVersion(layout, model, name)
  const number = name === 'latest' ? await latestOf(layout, model) : await aliasTarget(layout, model, name)
  if (number === undefined) return undefined
  const found = await readVersion(layout, model, number)
  if (found !== undefined) return found
  throw new InputError(`${name} of ${model} is version ${number}, whose record is gone`, {
    at: { file: path.join(layout.versions(model), `${number}.json`) },
    remedy: `Point it to another one: trainyard runs alias RUN ${name}.`,
  })
}

async function latestOf(layout: Layout, model: string): Promise<string | undefined> {
  return (await numbersIn(layout.versions(model))).at(-1)?.toString()
}

async function readVersion(layout: Layout, model: string, version: string): Promise<ModelVersion | undefined> {
  const found = await readRecord('version', path.join(layout.versions(model), `${version}.json`))
  if (found === undefined) return undefined
  const { record: _record, ...facts } = found
  return { model, version, ...facts, aliases: await aliasesOf(layout, model, version) }
}

async function aliasesOf(layout: Layout, model: string, version: string): Promise<readonly string[]> {
  const names = (await namesIn(layout.aliases(model))).toSorted()
  const targets = await Promise.all(names.map((alias) => aliasTarget(layout, model, alias)))
  return names.filter((_, index) => targets[index] === version)
}

/** Each move of an alias is a file; the highest number holds, so that all earlier ones tell its history. */
async function aliasTarget(layout: Layout, model: string, alias: string): Promise<string | undefined> {
  const folder = layout.alias(model, alias)
  const last = (await numbersIn(folder)).at(-1)
  return last === undefined ? undefined : (await readRecord('alias', path.join(folder, `${last}.json`)))?.version
}

/** @throws InputError where there is no such version, or the alias reads like a version */
export async function moveAlias(
  layout: Layout,
  { model, alias, version, by }: AliasMove,
  clock: Pick<Clock, 'now'>,
): Promise<void> {
  if (/^(latest|v?[0-9]+)$/i.test(alias))
    throw new InputError(`'${alias}' cannot be an alias`, { remedy: 'It would read like a version. Use champion, …' })
  if ((await readVersion(layout, model, version)) === undefined)
    throw new InputError(`${model} has no version ${version}`, { remedy: 'See them: trainyard runs.' })
  await writeNext(layout.alias(model, alias), { record: 'alias', version, by, at: clock.now().toISOString() })
}
