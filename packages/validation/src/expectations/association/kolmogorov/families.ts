import { betaCdf, gammaCdf, normalCdf } from '@trainyard/statistics'
import type { KwargProblem } from '../../../kinds/expectation.ts'
import { custom } from '../../../kinds/kwargs.ts'

/** A family of distributions of which a member has shapes, a place and a scale. */
interface Family {
  /** Names of the parameters in SciPy's order: the shapes, then the place and the scale. */
  readonly names: readonly string[]
  /** Probability of at most z, where the place is 0 and the scale 1. */
  readonly cdf: (z: number, a: number, b: number) => number
}

/** By SciPy's names. The `max` of `uniform` is what Great Expectations gives SciPy as its scale: the width. */
const families = {
  norm: { names: ['mean', 'std_dev'], cdf: normalCdf },
  beta: { names: ['alpha', 'beta', 'loc', 'scale'], cdf: betaCdf },
  gamma: { names: ['alpha', 'loc', 'scale'], cdf: gammaCdf },
  uniform: { names: ['min', 'max'], cdf: (z) => Math.min(1, Math.max(0, z)) },
  chi2: { names: ['df', 'loc', 'scale'], cdf: (z, df) => gammaCdf(z / 2, df / 2) },
  expon: { names: ['loc', 'scale'], cdf: (z) => (z > 0 ? -Math.expm1(-z) : 0) },
} as const satisfies Record<string, Family>

type FamilyName = keyof typeof families

/** Parameters by name, or in SciPy's order. */
type Params = readonly number[] | Readonly<Record<string, number>>

/** A name of a family. */
export const distribution = custom(
  `one of ${Object.keys(families).join(', ')}`,
  (value): value is FamilyName => typeof value === 'string' && Object.hasOwn(families, value),
)

/** Parameters of a member of a family. */
export const params = custom(
  'an object of numbers by name, or a list of numbers',
  (value): value is Params =>
    typeof value === 'object' && value !== null && Object.values(value).every(Number.isFinite),
)

/** One distribution. */
export interface Member {
  readonly distribution: FamilyName
  readonly params: Params
}

/** Great Expectations writes these beside the parameters of every family, where they may say nothing. */
const unsaid: Readonly<Record<string, number>> = { loc: 0, scale: 1 }

/** Refuses parameters that the family has none of, lacks, or that must be positive and are not. */
export function fitting(member: Member): KwargProblem | undefined {
  const { names } = families[member.distribution]
  const takes = `${member.distribution} takes ${names.join(', ')}`
  if (strange(member.params, names)) return { kwarg: 'params', message: `${takes}; there are others` }
  const at = positional(member).findIndex((value, index) => index !== names.length - 2 && !(Number(value) > 0))
  return at < 0 ? undefined : { kwarg: 'params', message: `${takes}; ${names[at]} must be given and greater than 0` }
}

function strange(given: Params, names: readonly string[]): boolean {
  if (isList(given)) return given.length > names.length
  return Object.entries(given).some(([name, value]) => !names.includes(name) && unsaid[name] !== value)
}

/** The parameters in SciPy's order. The place is 0 and the scale 1 where they are left out. */
export function positional({ distribution: family, params: given }: Member): readonly (number | undefined)[] {
  const { names } = families[family]
  return names.map((name, at) => {
    const value = isList(given) ? given[at] : given[name]
    return value ?? [0, 1][at - names.length + 2]
  })
}

/** Probability of a value of at most x. */
export function cdfOf(member: Member): (x: number) => number {
  const numbers = positional(member).map(Number)
  const [place = 0, scale = 1] = numbers.slice(-2)
  const [a = 0, b = 0] = numbers.slice(0, -2)
  const { cdf }: Family = families[member.distribution]
  return (x) => cdf((x - place) / scale, a, b)
}

function isList(given: Params): given is readonly number[] {
  return Array.isArray(given)
}
