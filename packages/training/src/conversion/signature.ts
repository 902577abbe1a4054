import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode } from '@trainyard/ports'

/** What a command says of its model that the model does not say itself. */
export interface ToldSignature {
  /** Columns of the only input, in their order. */
  readonly features?: readonly string[]
  /** Classes in the order of the probabilities. */
  readonly classes?: readonly string[]
}

/** Reads `signature.json` beside the model, where there is one. @throws InputError where it is not of that form */
export async function toldSignature(folder: string): Promise<ToldSignature> {
  const text = await readFile(path.join(folder, 'signature.json'), 'utf8').catch((error) => {
    if (isCode(error, 'ENOENT')) return '{}'
    throw error
  })
  const value = parsed(text)
  if (isSignature(value)) return value
  throw new InputError('no signature of a model', {
    at: { file: 'TRAINYARD_OUT/signature.json' },
    remedy:
      'It may hold {"features": ["a", "b"], "classes": ["no", "yes"]}: lists of different texts, and nothing else.',
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isSignature(value: unknown): value is ToldSignature {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(([key, list]) => (key === 'features' || key === 'classes') && isList(list))
}

function isList(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false
  return new Set(value).size === value.length && value.every((each) => typeof each === 'string')
}
