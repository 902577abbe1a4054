/** A piece of Markdown whose foreign parts are escaped. */
const special = /[\\`*_{}[\]()#+!|~>$@-]/g

/** Foreign text in Markdown: neither Markdown nor HTML of its own, nor a line break, nor a mention. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(special, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\bhttps?:/gi, (scheme) => scheme.replace(':', '&#58;'))
    .replace(/\bwww\./gi, 'www&#46;')
}

/** A table whose cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

/** A folded part. */
export function folded(title: string, body: string): string {
  return body === '' ? '' : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}

/** How much text there is room for, and what is said in the place of the rest. */
export interface Room {
  readonly limit: number
  readonly more: string
  size(text: string): number
}

/** Parts with an empty line between them, as many from the first as there is room for. */
export function fit(parts: readonly string[], { limit, more, size }: Room): string {
  const kept: string[] = []
  let used = size(more) + 4
  for (const part of parts) {
    used += size(part) + 2
    if (used > limit) return [...kept, more, ''].join('\n\n')
    kept.push(part)
  }
  return [...kept, ''].join('\n\n')
}
