import { describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { parseDuration, parseShare, parseSize } from './index.ts'

describe('shares', () => {
  test.each([
    ['5%', 0.05],
    ['0.05', 0.05],
    ['12.5 %', 0.125],
    [' 100% ', 1],
    ['0', 0],
    [0.3, 0.3],
    [1, 1],
  ])('%s', (text, value) => expect(parseShare(text)).toBeCloseTo(value, 15))

  test.each([
    ['', "'' is not a share"],
    ['five', "'five' is not a share"],
    ['-5%', "'-5%' is not a share"],
    ['1e-3', "'1e-3' is not a share"],
    ['120%', '120% is more than the whole'],
    [5, 'Did you mean 5%?'],
    ['5% a month', 'a rate over time'],
    ['5%/week', 'a rate over time'],
    [Number.NaN, "'NaN' is not a share"],
    ['%', "'%' is not a share"],
    ['5%%', "'5%%' is not a share"],
    ['٥%', "'٥%' is not a share"],
  ])('%s is refused', (text, message) => {
    expect(() => parseShare(text)).toThrow(InputError)
    expect(() => parseShare(text)).toThrow(message)
    expect(() => parseShare(text)).toThrow(/such as 5% or 0\.05|Did you mean/)
  })
})

describe('durations, in milliseconds', () => {
  test.each([
    ['200ms', 200],
    ['90s', 90_000],
    ['15m', 900_000],
    ['6 h', 21_600_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['1.5h', 5_400_000],
    ['0s', 0],
  ])('%s', (text, value) => expect(parseDuration(text)).toBe(value))

  test.each([
    [90, '90 has no unit'],
    ['90', '90 has no unit'],
    ['7 days', "'days' is not a unit of a duration"],
    ['7D', "'D' is not a unit of a duration"],
    ['1h30m', "'1h30m' is not a duration"],
    ['-1s', "'-1s' is not a duration"],
    ['7constructor', "'constructor' is not a unit of a duration"],
    ['9'.repeat(400), 'is not a duration'],
  ])('%s is refused', (text, message) => {
    expect(() => parseDuration(text)).toThrow(InputError)
    expect(() => parseDuration(text)).toThrow(message)
  })
})

describe('sizes, in bytes', () => {
  test.each([
    ['512B', 512],
    ['10MB', 10_000_000],
    ['1GiB', 1_073_741_824],
    ['1.5 KiB', 1536],
    ['2 TB', 2e12],
  ])('%s', (text, value) => expect(parseSize(text)).toBe(value))

  test.each(['10', '10 mb', '1gib', 'GiB', '-1B', '1 000B'])('%s is refused', (text) =>
    expect(() => parseSize(text)).toThrow(InputError),
  )
})
