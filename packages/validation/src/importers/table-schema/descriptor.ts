import path from 'node:path'
import { InputError } from '@trainyard/ports'
import { parseJson } from '../../suite/json.ts'
import { isObject, readJson } from '../json.ts'
import type { TableShape } from '../types.ts'
import { type Placed, packageForm, resourceForm, schemaForm, type TableSchema } from './form.ts'

/** What a JSON value is: a schema, a resource with one, or a package of resources. */
export function formOf(value: unknown): 'schema' | 'resource' | 'package' | undefined {
  if (!isObject(value) || 'expectations' in value) return undefined
  if (Array.isArray(value['resources'])) return 'package'
  if (Array.isArray(value['fields'])) return 'schema'
  return isObject(value['schema']) && 'fields' in value['schema'] ? 'resource' : undefined
}

/** Finds the schema of the table in a file. @throws InputError where there is none, or it has not the form of one */
export async function findSchema(text: string, file: string, table: TableShape): Promise<Placed> {
  const form = formOf(parseJson(text, file).value)
  if (form === 'package') return inPackage(text, file, table)
  const { value, at } = await readJson(text, file, form === 'resource' ? resourceForm : schemaForm)
  if (form !== 'resource') return { schema: value as TableSchema, at }
  const { name, schema } = value as { readonly name?: string; readonly schema: TableSchema }
  return { schema, ...(name !== undefined && { resource: name }), at: (...rest) => at('schema', ...rest) }
}

/** A resource of a package; its schema has its form only where it is the one that is read. */
interface Resource {
  readonly name?: unknown
  readonly path?: unknown
  readonly schema?: TableSchema | string | null
}

async function inPackage(text: string, file: string, table: TableShape): Promise<Placed> {
  const { value, at } = await readJson(text, file, packageForm)
  const { resources } = value as { readonly resources: readonly Resource[] }
  const index = resources.length === 1 ? 0 : resources.findIndex((each) => isAbout(each, table))
  const found = resources[index]
  if (!found) {
    throw new InputError(`no resource of the package is about ${table.files.join(', ')}`, {
      at: at('resources'),
      remedy: `Its resources are ${resources.map(({ path: file, name }) => String(file ?? name)).join(', ')}.`,
    })
  }
  const { name, schema } = found
  if (typeof schema !== 'object' || schema === null) {
    throw new InputError('the schema of this resource is not in this file', {
      at: at('resources', index, 'schema'),
      remedy: 'Name the file of the schema itself as the suite.',
    })
  }
  const form = { name: `data-package-${index}`, schema: withSchema(index) }
  const checked = await readJson(text, file, form)
  return {
    schema,
    ...(typeof name === 'string' && { resource: name }),
    at: (...rest) => checked.at('resources', index, 'schema', ...rest),
  }
}

/** The form of a package in which one resource has a schema, so that problems have their place in the whole file. */
function withSchema(index: number): object {
  const others = Array.from({ length: index }, () => ({}))
  return { type: 'object', properties: { resources: { type: 'array', items: [...others, resourceForm.schema] } } }
}

function isAbout({ path: written }: Resource, { files }: TableShape): boolean {
  const paths = Array.isArray(written) ? written : [written]
  return paths.some((each) => files.some((file) => path.posix.basename(file) === path.posix.basename(String(each))))
}
