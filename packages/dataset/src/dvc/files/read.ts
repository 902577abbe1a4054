import { parseYaml, readText } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import { shownPath } from '../shown.ts'
import type { Node } from './node.ts'

/** Where files of DVC lie, and how messages name them. */
export interface Documents {
  /** Folder of the repository. */
  readonly root: string
  /** Folder that names in messages are relative to. */
  readonly base: string
}

/** Room for a dvc.lock of tens of thousands of outputs. */
const largest = 16 * 1024 * 1024

/** The content of a YAML file of DVC. @throws {InputError} for what cannot be read as YAML, or is empty */
export async function readNode(file: string, { base }: Documents): Promise<Node> {
  const shown = shownPath(base, file)
  const source = await parseYaml(await readText(file, shown, largest), shown)
  if (source.value !== null && source.value !== undefined) return { value: source.value, path: [], source }
  throw new InputError('the file is empty', { at: { file: shown }, remedy: 'Let DVC write this file again.' })
}
