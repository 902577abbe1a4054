import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { InputError } from '@trainyard/ports'
import { type Format, formatOf, modelFiles } from './formats.ts'

/** A model in the form of its framework. */
export interface Original {
  readonly file: string
  readonly name: string
  readonly format: Format
}

/** What a command left in its folder: an ONNX file, a model of its framework, or both. */
export interface Left {
  readonly onnx?: string
  readonly original?: Original
}

const at = { file: 'trainyard.yml', key: 'train.run' }

/** Finds the model among what the command left. @throws InputError where it left none, an empty one, or several */
export async function findLeft(folder: string): Promise<Left> {
  const names = await filledFiles(folder)
  const originals = names.flatMap((name): Original[] => {
    const format = formatOf(name)
    return format === undefined ? [] : [{ file: path.join(folder, name), name, format }]
  })
  const [original, second] = originals
  if (original && second)
    throw new InputError(`the command left several models: ${originals.map(({ name }) => name).join(', ')}`, {
      at,
      remedy: 'It must leave one, and may leave model.onnx beside it.',
    })
  const onnx = names.includes('model.onnx') ? path.join(folder, 'model.onnx') : undefined
  if (onnx === undefined && original === undefined) throw noModel(names)
  return { ...(onnx !== undefined && { onnx }), ...(original && { original }) }
}

/** What lies in a folder, without what is empty: a file that was only opened holds no model. */
async function filledFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort()
  const filled = await Promise.all(names.map((name) => isFilled(path.join(folder, name))))
  return names.filter((_, index) => filled[index])
}

async function isFilled(file: string): Promise<boolean> {
  const found = await stat(file)
  return found.isDirectory() ? (await readdir(file)).includes('saved_model.pb') : found.size > 0
}

function noModel(names: readonly string[]): InputError {
  const others = names.length === 0 ? '' : `; there is ${names.slice(0, 5).join(', ')}`
  return new InputError(`the command ended well and left no model${others}`, {
    at,
    remedy: `It must write one of these into the folder that TRAINYARD_OUT names: ${modelFiles.join(', ')}.`,
  })
}
