import type { ParityDocument, RunDocument } from '@trainyard/evidence'

const measures: Readonly<Record<ParityDocument['measure'], string>> = {
  probability: 'probabilities',
  relative: 'numbers, relative to their size,',
  label: 'labels',
}

/** How a converted model compares with its original, in one sentence; undefined where nothing was converted. */
export function parityText({ parity }: RunDocument): string | undefined {
  if (parity === undefined) return undefined
  const { original, rows, split, measure, greatest, tolerance, differing } = parity
  const others = differing === 0 ? '' : `; ${differing} of them differ by more`
  return `equal to ${original} in ${rows} rows of the ${split} share: ${measures[measure]} differ by ${greatest.toPrecision(2)} at most, tolerance ${tolerance}${others}`
}
