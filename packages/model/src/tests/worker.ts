import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { transformSync } from '@swc/core'

const source = path.dirname(import.meta.dirname)

/** The worker as JavaScript, in a folder of its own: Node 20 starts no TypeScript. */
export function compiledWorker(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'worker-'))
  for (const name of ['worker', 'runtime', 'tensors']) {
    const code = readFileSync(path.join(source, `${name}.ts`), 'utf8')
    const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } } as const
    const compiled = transformSync(code, options).code.replaceAll(/(from ["']\.\/\w+)\.ts/g, '$1.mjs')
    writeFileSync(path.join(folder, `${name}.mjs`), compiled)
  }
  return path.join(folder, 'worker.mjs')
}

/** A worker with a mind of its own. */
export function strangeWorker(body: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'worker-')), 'worker.mjs')
  writeFileSync(file, `import { parentPort } from 'node:worker_threads'\n${body}\n`)
  return file
}
