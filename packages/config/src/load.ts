import path from 'node:path'
import { InputError, type Position, type Problem } from '@trainyard/ports'
import schema from '../../../schema/config.schema.json' with { type: 'json' }
import type { RawConfig } from './raw.ts'
import { contradictions } from './rules.ts'
import type { Finding } from './schema/explain.ts'
import { inlined, type SchemaNode } from './schema/node.ts'
import { inUnits, type UnitFault, withDefaults } from './schema/normalise.ts'
import { ownValidator } from './schema/validator.ts'
import { shaped } from './shape.ts'
import { keyPath } from './source/key.ts'
import { parseYaml } from './source/parse.ts'
import { readText } from './source/text.ts'
import type { Source } from './source/yaml.ts'
import type { Config } from './types/config.ts'

const keys: SchemaNode = inlined(schema)

/**
 * Reads and checks `trainyard.yml`.
 * @param file path of the file
 * @param options `shown`: how messages and positions name the file, by default as `file`
 * @throws InputError with every problem at once, each with line, column and key
 */
export async function loadConfig(file: string, options: { readonly shown?: string } = {}): Promise<Config> {
  const shown = options.shown ?? file
  return parseConfig(await readText(file, shown), file, shown)
}

/** Checks the text of a `trainyard.yml` as `loadConfig` does; its paths are relative to where `file` lies. */
export async function parseConfig(text: string, file: string, shown: string): Promise<Config> {
  const source = await parseYaml(text, shown)
  if (source.value === null || source.value === undefined) throw emptyFile(shown)
  const { value, problems } = await checked(source)
  if (problems.length > 0) throw new InputError(inOrder(problems))
  const folder = path.dirname(path.resolve(file))
  return shaped(filled(value), { file, folder, position: source.position })
}

/** The configuration of a project without a file: every key at its default. */
export function defaultConfig(folder: string, name: string, options: { readonly shown?: string } = {}): Config {
  const file = path.join(folder, 'trainyard.yml')
  const position = (at: readonly (string | number)[]): Position => ({
    file: options.shown ?? file,
    ...(at.length > 0 && { key: keyPath(at) }),
  })
  return shaped(filled({ name }), { file, folder: path.resolve(folder), position })
}

function filled(value: unknown): RawConfig {
  return withDefaults(value, keys) as RawConfig
}

async function checked(source: Source): Promise<{ value: unknown; problems: readonly Problem[] }> {
  const faults: UnitFault[] = []
  const value = inUnits(source.value, keys, faults)
  const validate = await ownValidator('config', async () => ({ schema }))
  const findings = (await validate(value)).map((finding) => problemOf(finding, source))
  const others = [...faults, ...contradictions(value)]
  const problems = others.map(({ message, remedy, path: at }) => ({ message, remedy, at: source.position(at) }))
  return { value, problems: [...findings, ...problems] }
}

function problemOf({ path: at, what, message, remedy }: Finding, source: Source): Problem {
  const position = what === 'key' ? source.keyPosition(at) : source.position(at)
  return { message, at: position, ...(remedy && { remedy }) }
}

function emptyFile(file: string): InputError {
  return new InputError('the file is empty', {
    at: { file, line: 1, column: 1 },
    remedy: 'The least it holds: name: penguins',
  })
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const place = ({ at }: Problem) => (at?.line ?? 0) * 1e6 + (at?.column ?? 0)
  return [...problems].sort((a, b) => place(a) - place(b))
}
