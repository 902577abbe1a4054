import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDocument } from 'yaml'
import { type Placed, placesIn } from './places.ts'

const at = (root: Placed, path: readonly (string | number)[]) =>
  path.reduce<Placed | undefined>((place, part) => place?.parts.get(part), root)?.offset

test('every value of a JSON text is found where a YAML parser finds it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const document = parseDocument(text, { schema: 'json', version: '1.2', strict: true, uniqueKeys: false })
      fc.pre(document.errors.length === 0)
      const { root, repeated } = placesIn(text)
      expect(repeated).toEqual([])
      for (const path of pathsOf(value)) {
        const node = path.length === 0 ? document.contents : document.getIn(path, true)
        expect(at(root, path)).toBe(Object(node).range[0])
      }
    }),
  )
})

function pathsOf(value: unknown): (string | number)[][] {
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(Object(typeof value === 'object' ? value : {}))
  return [[], ...inner.flatMap(([key, part]) => pathsOf(part).map((path) => [key, ...path]))]
}

test('keys that are written twice are told, however they are written; punctuation within texts is text', () => {
  const text = '{"a": ["}", {"b": 1, "\\u0062": 2}], "a": "\\"]"}'
  const { root, repeated } = placesIn(text)
  expect(repeated).toEqual([text.indexOf('"\\u'), text.lastIndexOf('"a"')])
  expect(at(root, ['a'])).toBe(text.indexOf('"\\"]'))
})
