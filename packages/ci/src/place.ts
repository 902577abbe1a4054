import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(import.meta.url)
const source = path.join('packages', 'ci', 'src')

/** Whether this code runs from the source tree (or what tsc emitted from it) and not from a bundle in `dist/`. */
export const fromSource = path.dirname(here).endsWith(source)

/** The `dist/` folder: above the bundle that runs, or beside `packages/` when running from source. */
export function distFolder(): string {
  if (!fromSource) return path.dirname(path.dirname(here))
  const tree = path.dirname(here).slice(0, -source.length - 1)
  return path.join(path.basename(tree) === '.build' ? path.dirname(tree) : tree, 'dist')
}
