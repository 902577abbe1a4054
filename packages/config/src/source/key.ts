/** Way from the top of a file to a value. */
export type Path = readonly (string | number)[]

/** A way as messages write it: `evaluate.gates[0]`, `train.params["a b"]`. */
export function keyPath(path: Path): string {
  return path.reduce<string>((text, part) => text + step(part, text === ''), '')
}

function step(part: string | number, first: boolean): string {
  if (typeof part === 'number') return `[${part}]`
  if (!/^[\p{L}\p{N}_$@-]+$/u.test(part))
    return `[${JSON.stringify(part.length > 60 ? `${part.slice(0, 59)}…` : part)}]`
  return first ? part : `.${part}`
}

/** The parts of a JSON pointer (RFC 6901). Numbers stay text: only the value knows whether it is a list. */
export function pointerParts(pointer: string): readonly string[] {
  const parts = pointer.split('/').slice(1)
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
