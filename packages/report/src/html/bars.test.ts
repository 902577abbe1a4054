import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Bar, lyingBars, standingBars } from './bars.ts'

const bar = fc.record({
  label: fc.string({ maxLength: 40 }),
  about: fc.constant('a bin'),
  held: fc.nat({ max: 1e9 }),
  failing: fc.oneof(fc.constant(0), fc.nat({ max: 1e9 })),
})

const numbers = (text: string, name: string) =>
  [...text.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) => Number(value))

test.each([
  ['standing', standingBars, 'height'],
  ['lying', lyingBars, 'width'],
] as const)('%s bars lie within the picture, and whatever fails is seen', (_, draw, length) => {
  fc.assert(
    fc.property(fc.array(bar, { minLength: 1, maxLength: 62 }), (bars) => {
      const svg = draw(bars, 'rows').text.replace(/<svg[^>]*>/, '')
      const drawn = [...svg.matchAll(/<rect class="(held|fails)"[^>]*>/g)]
      expect(drawn.filter(([, kind]) => kind === 'fails')).toHaveLength(
        bars.filter(({ failing }) => failing > 0).length,
      )
      for (const [rect, kind] of drawn) {
        const [x = 0, y = 0, w = 0, h = 0] = ['x', 'y', 'width', 'height'].flatMap((name) => numbers(rect, name))
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        expect(x + w).toBeLessThanOrEqual(300.1)
        expect(y + h).toBeLessThanOrEqual(130.1)
        if (kind === 'fails') expect(numbers(rect, length)[0]).toBeGreaterThanOrEqual(3)
      }
    }),
  )
  const [small = 0, large = 0] = numbers(draw([one(100), one(300)], 'rows').text.replace(/<svg[^>]*>/, ''), length)
  expect(large / small).toBeCloseTo(3, 1)
})

function one(held: number): Bar {
  return { label: 'x', about: 'x', held, failing: 0 }
}

test('what is said of a bar counts its rows and the failing ones; text is escaped', () => {
  const svg = lyingBars([{ label: '<b>', about: 'a & b', held: 1499, failing: 1 }], 'rows').text
  expect(svg).toContain('<title>a &amp; b: 1,500 rows, 1 failing</title>')
  expect(svg).toContain('&lt;b&gt;')
})
