import { expect, test } from '@jest/globals'
import { children, parseXml, textOf } from './xml.ts'

test.each([
  ['&quot;9c5f&quot;', '"9c5f"'],
  ['&#34;9c5f&#34;', '"9c5f"'],
  ['&#x22;9c5f&#x22;', '"9c5f"'],
  ['a &amp;#34; b', 'a &#34; b'],
])('characters by name and by number: %s', (written, text) =>
  expect(textOf(children(parseXml(`<Contents><ETag>${written}</ETag></Contents>`), 'Contents')[0], 'ETag')).toBe(text),
)

test('as many as a page of a list has', () => {
  const entries = '<Contents><ETag>&#34;9c5f&#34;</ETag></Contents>'.repeat(5000)
  const [list] = children(parseXml(`<List>${entries}</List>`), 'List')
  expect(new Set(children(list, 'Contents').map((entry) => textOf(entry, 'ETag')))).toEqual(new Set(['"9c5f"']))
})
