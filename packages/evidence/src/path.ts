import { keyPath } from '@trainyard/config'

/** A place in a document as messages write it; the whole document where the path is empty. */
export function pathText(path: readonly (string | number)[]): string {
  return path.length === 0 ? 'the document' : keyPath(path)
}
