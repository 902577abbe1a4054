/** What the converter says of a model that it could read. */
export interface Converted {
  /** Framework of the original, with its version. */
  readonly framework: string
  /** What wrote the ONNX file, with its version; absent where the command left one. */
  readonly converter?: string
  /** Parts and settings of the original that may explain a difference. */
  readonly traits: readonly string[]
  /** Classes in the order of the original's probabilities; null for a regression. */
  readonly classes: readonly string[] | null
}

export interface Problem {
  readonly problem: string
  readonly remedy: string
}

export function isProblem(value: unknown): value is Problem {
  return isRecord(value) && typeof value['problem'] === 'string' && typeof value['remedy'] === 'string'
}

export function isConverted(value: unknown): value is Converted {
  if (!isRecord(value)) return false
  const { framework, converter, traits, classes } = value
  if (typeof framework !== 'string' || !(converter === undefined || typeof converter === 'string')) return false
  return isTexts(traits) && (classes === null || isTexts(classes))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
