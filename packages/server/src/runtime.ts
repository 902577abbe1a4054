import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { InputError } from '@trainyard/ports'

/**
 * Path of the entry of onnxruntime-node: in a folder's `node_modules`, or in that of a folder above it.
 * @throws InputError where it is in none
 */
export function findRuntime(folder: string): string {
  try {
    return createRequire(path.join(folder, 'index.js')).resolve('onnxruntime-node')
  } catch (error) {
    throw new InputError(`ONNX Runtime was not found from ${folder} upwards`, {
      cause: error,
      remedy: 'Name the folder that holds node_modules/onnxruntime-node: --runtime FOLDER.',
    })
  }
}

/** Folder of the program that Node was started with. */
export function programFolder(program: string | undefined): string {
  return path.dirname(realpathSync(program ?? '.'))
}
