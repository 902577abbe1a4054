import { InputError } from '@trainyard/ports'
import { isDigest } from './digest.ts'
import type { Descriptor, ImageConfig, Index, Manifest } from './documents.ts'

/** Reads an image manifest. @throws InputError where it is none; `what` names it in the message */
export function parseManifest(bytes: Uint8Array, what: string): Manifest {
  return parse(bytes, what, isManifest, 'an image manifest')
}

/** Reads an image index. @throws InputError where it is none */
export function parseIndex(bytes: Uint8Array, what: string): Index {
  return parse(bytes, what, isIndex, 'an image index')
}

/** Reads the configuration of an image. @throws InputError where it is none */
export function parseConfig(bytes: Uint8Array, what: string): ImageConfig {
  return parse(bytes, what, isConfig, 'an image configuration')
}

function parse<T>(bytes: Uint8Array, what: string, is: (value: unknown) => value is T, noun: string): T {
  const value = parseJson(bytes, what)
  if (!is(value)) throw new InputError(`${what} is not ${noun}`)
  return value
}

/** @throws InputError where the bytes are not JSON */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new InputError(`${what} is not JSON`, { cause })
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isManifest(value: unknown): value is Manifest {
  return (
    isObject(value) &&
    value['schemaVersion'] === 2 &&
    isDescriptor(value['config']) &&
    isList(value['layers'], isDescriptor)
  )
}

function isIndex(value: unknown): value is Index {
  return isObject(value) && value['schemaVersion'] === 2 && isList(value['manifests'], isDescriptor)
}

function isConfig(value: unknown): value is ImageConfig {
  return (
    isObject(value) &&
    isString(value['os']) &&
    isString(value['architecture']) &&
    isObject(value['rootfs']) &&
    isList(value['rootfs']['diff_ids'], isDigest) &&
    isContainer(value['config'])
  )
}

function isDescriptor(value: unknown): value is Descriptor {
  return (
    isObject(value) && isString(value['mediaType']) && isDigest(value['digest']) && Number.isSafeInteger(value['size'])
  )
}

/** Lists may be missing or null; where they are there, they hold text. */
function isContainer(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return isObject(value) && ['Env', 'Entrypoint', 'Cmd'].every((key) => isList(value[key] ?? [], isString))
}

function isList(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isMember)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}
