import { type Compress, programBytes } from './program.ts'

/** What is used of the platform's own, whose types come with browsers' alone. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly compress: Compress } }
}

export interface Machine {
  readonly memory: ArrayBuffer
  readonly compress: Compress
}

const pageBytes = 2 ** 16

/** The program, and memory of a size for it. @returns nothing on a processor that has no vectors */
export function machine(memoryBytes: number): Machine | undefined {
  const program = programBytes()
  if (!WebAssembly.validate(program)) return undefined
  const memory = new WebAssembly.Memory({ initial: Math.ceil(memoryBytes / pageBytes) })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(program), { host: { memory } })
  return { memory: memory.buffer, compress: exports.compress }
}
