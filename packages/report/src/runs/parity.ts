import type { ParityDocument, RunDocument } from '@trainyard/evidence'

const measures: Readonly<Record<ParityDocument['measure'], string>> = {
  probability: 'probabilities',
  relative: 'numbers, relative to their size,',
  label: 'labels',
}

/** How a converted model compares with its original, in one sentence; undefined where nothing was converted. */
export function parityText({ parity }: Pick<RunDocument, 'parity'>): string | undefined {
  if (parity === undefined) return undefined
  return parity.worst ? unequalText(parity) : equalText(parity)
}

/** The row, by how much it differs and, where they may be told, both answers. */
export function worstRows({ parity }: Pick<RunDocument, 'parity'>): readonly (readonly string[])[] {
  return (parity?.worst ?? []).map(({ row, difference, original, converted }) => [
    String(row),
    difference.toPrecision(3),
    ...(original === undefined || converted === undefined ? [] : [original, converted]),
  ])
}

/** Heads of the columns of `worstRows`. */
export const worstHeads = ['row', 'difference', 'original', 'converted'] as const

/** Lines for a log: the worst rows, and the likely cause. */
export function parityLines(document: Pick<RunDocument, 'parity'>): readonly string[] {
  const lines = worstRows(document).map(([row, difference, original, converted]) => {
    const both = original === undefined ? '' : `: ${original}, converted ${converted}`
    return `row ${row}  ${difference}${both}`
  })
  return document.parity?.cause === undefined ? lines : [...lines, document.parity.cause]
}

function unequalText({ original, rows, split, greatest, tolerance, differing }: ParityDocument): string {
  return `model.onnx answers ${differing} of ${rows} rows of the ${split} share otherwise than ${original}, from which it was made: by up to ${greatest.toPrecision(3)}, more than ${tolerance}`
}

function equalText({ original, rows, split, measure, greatest, tolerance, differing }: ParityDocument): string {
  const others = differing === 0 ? '' : `; ${differing} of them differ by more`
  return `equal to ${original} in ${rows} rows of the ${split} share: ${measures[measure]} differ by ${greatest.toPrecision(2)} at most, tolerance ${tolerance}${others}`
}
