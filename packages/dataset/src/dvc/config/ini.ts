import { InputError } from '@trainyard/ports'

/** Sections by name, their values by key; both in lower case, as DVC takes them. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>

/**
 * Reads a file of DVC's configuration, as ConfigObj writes it: sections in brackets, `key = value`, `#` before a comment.
 * A name such as `['remote "name"']` becomes `remote.name`.
 * @throws {InputError} with the line of what it is not, which may hold a secret and is not repeated
 */
export function parseIni(text: string, file: string): Sections {
  let section = new Map<string, string>()
  const sections = new Map([['', section]])
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const at = { file, line: index + 1 }
    if (/^\s*(#|$)/.test(line)) continue
    const name = sectionName(line)
    if (name === undefined) {
      const [key, value] = keyAndValue(line, at)
      if (section.has(key)) throw new InputError('this key is written twice', { at, remedy: 'Keep one.' })
      section.set(key, value)
    } else {
      if (sections.has(name)) throw new InputError('this section is written twice', { at, remedy: 'Keep one.' })
      section = new Map()
      sections.set(name, section)
    }
  }
  return sections
}

function sectionName(line: string): string | undefined {
  const [, quoted, plain] = /^\s*\[\s*(?:'([^']*)'|([^[\]']+?))\s*\]\s*(?:#.*)?$/.exec(line) ?? []
  const name = (quoted ?? plain)?.trim().toLowerCase()
  const [, kind, own] = /^(remote|machine|db)\s*"(.*)"$/.exec(name ?? '') ?? []
  return kind === undefined ? name : `${kind}.${own}`
}

interface Line {
  readonly file: string
  readonly line: number
}

function keyAndValue(line: string, at: Line): readonly [key: string, value: string] {
  const [, key = '', rest = ''] = /^\s*["']?([^'"=[\]\s]+)["']?\s*=\s*(.*?)\s*$/.exec(line) ?? []
  if (key === '') throw new InputError('must be a [section] or a `key = value`', { at, remedy: written })
  return [key.toLowerCase(), plainValue(rest, at)]
}

const written = 'Let `dvc config` and `dvc remote modify` write it.'

function plainValue(rest: string, at: Line): string {
  const [, double, single, plain = ''] = /^(?:"([^"]*)"|'([^']*)'|([^"'#,][^#,]*|))\s*(?:#.*)?$/.exec(rest) ?? []
  const value = double ?? single ?? plain.trim()
  if (value === '' && !/^(""|''|#.*|)$/.test(rest))
    throw new InputError('this value cannot be read', {
      at,
      remedy: `${written} Quote a value with a comma or a quote.`,
    })
  if (!/%\([^)]*\)s/.test(value)) return value
  throw new InputError('this value refers to another one by %(…)s', { at, remedy: 'Write it out.' })
}
