// Writes the reference pages that are made from schemas and tables. With --check it writes nothing and fails when one is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { configPage, documentsPage } from './docs/schemas.mjs'
import { workflowsPage } from './docs/workflows.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Every generated page: its place, and what makes its text. A new page is one line here. */
const pages = {
  'docs/reference/config.md': configPage,
  'docs/reference/documents.md': documentsPage,
  'docs/reference/workflows.md': workflowsPage,
}

function current(file) {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function write(file, text) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}

const stale = []
for (const [file, make] of Object.entries(pages)) {
  const text = await make(root)
  if (text !== current(file)) stale.push([file, text])
}

if (!process.argv.includes('--check')) {
  for (const [file, text] of stale) write(file, text)
} else if (stale.length > 0) {
  console.error(`stale: ${stale.map(([file]) => file).join(', ')}\nRun: npm run docs`)
  process.exitCode = 1
}
