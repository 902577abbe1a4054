import path from 'node:path'
import { InputError } from '@trainyard/ports'

/** Where everything of a tracker's directory lies. Every file is readable, and written once or only appended to. */
export interface Layout {
  readonly root: string
  readonly runs: string
  run(id: string): RunLayout
  versions(model: string): string
  alias(model: string, alias: string): string
  aliases(model: string): string
}

export interface RunLayout {
  readonly folder: string
  /** How it began. */
  readonly begun: string
  /** How it ended; absent while it runs. */
  readonly ended: string
  /** One point a line. */
  readonly metrics: string
  /** One map of tags a line; later lines win. */
  readonly tags: string
  /** Digests of the files, as `sha256sum -c` reads them; later lines win. */
  readonly digests: string
  file(name: string): string
}

export function layoutOf(root: string): Layout {
  const model = (name: string) => path.join(root, 'models', named('model', name))
  return {
    root,
    runs: path.join(root, 'runs'),
    run: (id) => runLayout(path.join(root, 'runs', named('run', id))),
    versions: (name) => path.join(model(name), 'versions'),
    aliases: (name) => path.join(model(name), 'aliases'),
    alias: (name, alias) => path.join(model(name), 'aliases', named('alias', alias)),
  }
}

function runLayout(folder: string): RunLayout {
  return {
    folder,
    begun: path.join(folder, 'run.json'),
    ended: path.join(folder, 'end.json'),
    metrics: path.join(folder, 'metrics.jsonl'),
    tags: path.join(folder, 'tags.jsonl'),
    digests: path.join(folder, 'files.sha256'),
    file: (name) => path.join(folder, inside(name)),
  }
}

/** A name that is the name of one folder everywhere. @throws InputError */
function named(what: string, name: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_. @+-]{0,199}$/u.test(name) && !name.endsWith('.') && !name.endsWith(' ')) return name
  throw new InputError(`'${name.slice(0, 60)}' cannot be the name of a ${what}`, {
    remedy: 'Use letters, digits, blanks and - _ . @ +, beginning with a letter or a digit.',
  })
}

/** A file's place under `files/`. @throws InputError where it would lie elsewhere */
function inside(name: string): string {
  const parts = name.split('/')
  if (parts.every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\\0\n]/.test(name))
    return path.join('files', ...parts)
  throw new InputError(`'${name}' cannot be the name of a file of a run`, { remedy: 'Use a relative path.' })
}
