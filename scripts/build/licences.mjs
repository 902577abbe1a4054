import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Licence texts of every package a bundle holds. Packages with the same text share it. */
export function licences(modules) {
  const packages = new Map(modules.flatMap((file) => packageOf(file) ?? []).map((pack) => [pack.id, pack]))
  const byText = groupBy([...packages.values()], textOf)
  const sections = [...byText].map(([text, group]) => `${group.map(titleOf).sort().join('\n')}\n\n${text}\n`)
  return sections.sort().join(`\n${'-'.repeat(80)}\n\n`)
}

/** The files behind webpack's modules, also of those it has joined into one. */
export function filesOf(modules) {
  return [...modules].flatMap((module) => (module.modules ? filesOf(module.modules) : (module.resource ?? [])))
}

function packageOf(file) {
  const inside = file.lastIndexOf(`${path.sep}node_modules${path.sep}`)
  if (inside < 0) return undefined
  for (let folder = path.dirname(file); folder.length > inside; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json')
    const { name, version, license } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {}
    if (name && version) return [{ id: `${name}@${version}`, folder, license }]
  }
  return undefined
}

function textOf({ folder, license }) {
  const file = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying)/i.test(name))
    .sort()[0]
  const notice = readdirSync(folder).find((name) => /^notice/i.test(name))
  const texts = [file, notice].filter(Boolean).map((name) => readFileSync(path.join(folder, name), 'utf8').trim())
  return texts.length > 0
    ? texts.join('\n\n').replaceAll('\r\n', '\n')
    : `The package carries no licence file; it says: ${license}`
}

const titleOf = ({ id, license }) => `${id} (${typeof license === 'string' ? license : 'see below'})`

function groupBy(items, keyOf) {
  const groups = new Map()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
