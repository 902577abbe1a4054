import { createRequire } from 'node:module'
import path from 'node:path'

/** Entry of onnxruntime-node among the development dependencies. */
export const runtime = createRequire(import.meta.url).resolve('onnxruntime-node')

/** A file beside `make.py`. */
export function fixture(name: string): string {
  return path.join(import.meta.dirname, '..', 'fixtures', name)
}
