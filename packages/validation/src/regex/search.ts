/** Whether a RegExp that was made from a Python pattern is found in a text. */
export type Search = (text: string) => boolean

/** Compiles the JavaScript of a translated pattern. */
export function searchFor(source: string): Search {
  const anywhere = new RegExp(source, 'u')
  const here = new RegExp(source, 'uy')
  return (text) => (/[\u{10000}-\u{10ffff}]/u.test(text) ? isFoundAt(here, text) : anywhere.test(text))
}

/** V8 also looks between the halves of a character beyond U+FFFF, where there is no place: each place is tried alone. */
function isFoundAt(here: RegExp, text: string): boolean {
  let place = 0
  for (const character of [...text, '']) {
    here.lastIndex = place
    if (here.test(text)) return true
    place += character.length
  }
  return false
}
