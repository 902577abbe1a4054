import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { terminalServices } from '@trainyard/ci'
import { openLayout, parseReference, pushImage, registryAccess, writeImage, writeLayer } from '@trainyard/oci'
import type { LoopbackRegistry } from '../support/registry.ts'

/** A checkout of the penguins, as a job gets it: a folder of its own, without what other jobs made. */
export async function checkout(change: (csv: string) => string = (csv) => csv): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-checkout-'))
  const here = path.resolve('examples/penguins')
  await cp(here, folder, { recursive: true, filter: (file) => !file.startsWith(path.join(here, '.trainyard')) })
  const data = path.join(folder, 'data/penguins.csv')
  await writeFile(data, change(await readFile(data, 'utf8')))
  return folder
}

/** The labels in another order, so that there is nothing to learn from the rest of a row. */
export function shuffledLabels(csv: string): string {
  const [header, ...rows] = csv.trim().split('\n')
  const labels = rows.map((row) => row.slice(0, row.indexOf(',')))
  const shuffled = rows.map((row, at) => `${labels[(at * 101 + 7) % rows.length]}${row.slice(row.indexOf(','))}`)
  return `${[header, ...shuffled].join('\n')}\n`
}

/** Puts a small base image into a registry. Its Node is never started: the local target brings its own. */
export async function pushBase(registry: LoopbackRegistry): Promise<string> {
  const reference = `${registry.host}/base/node:24`
  const layout = await openLayout(await mkdtemp(path.join(tmpdir(), 'trainyard-base-')))
  const entry = { type: 'file' as const, path: 'nodejs/bin/node', mode: 0o755, content: Buffer.from('never started') }
  const { descriptor, diffId } = await writeLayer(layout, [entry], { compression: 'gzip' })
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const config = { Entrypoint: ['/nodejs/bin/node'], User: '0' }
  const rootfs = { type: 'layers' as const, diff_ids: [diffId] }
  const image = await writeImage(layout, { os: 'linux', architecture, config, rootfs }, [descriptor], {})
  await pushImage(image, parseReference(reference), registryAccess(terminalServices()))
  return reference
}
