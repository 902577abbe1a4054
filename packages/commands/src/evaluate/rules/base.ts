import path from 'node:path'
import { type Config, parseConfig } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import { championOf } from '../champion/source.ts'
import type { Inputs } from '../inputs.ts'
import { areOfFile, gatherRules, type Rules, rulesDigest, type Settling, settlingOf } from './own.ts'

/** The rules of the branch that a pull request would change, and how that branch settles them. */
export interface BaseRules extends Rules, Settling {
  readonly branch: string
  /** The model to compare with, as that branch names it. */
  readonly champion: string | undefined
}

/**
 * Reads the rules as they are without the pull request, so that a change cannot lower its own bar unseen.
 * @returns undefined outside a pull request, where the branch has no rules yet, and where they are the same
 */
export async function gatherBaseRules(inputs: Inputs, own: Rules, context: Context): Promise<BaseRules | undefined> {
  const { config, services } = context
  const branch = await services.base.name()
  if (branch === undefined) return undefined
  const base = await baseConfig(branch, context)
  if (base === undefined || base.evaluate.gates.length + base.evaluate.import.length === 0) {
    if (areOfFile(inputs, config)) services.log.info(`${branch} has no rules yet: those of this change decide alone`)
    else services.log.warning(unseen(branch, config.file))
    return undefined
  }
  tellChanged(base, branch, context)
  const rules = await rulesOf(base, branch, inputs, context)
  if (!isSame(rules, own, inputs)) return rules
  services.log.info(`The rules are those of ${branch}`)
  return undefined
}

/** What else decides: loosened it has no effect, or it cannot be had as the branch has it. */
function tellChanged(base: Config, branch: string, { config, services }: Context): void {
  const differs = (part: (of: Config) => unknown) => JSON.stringify(part(config)) !== JSON.stringify(part(base))
  const tell = (of: readonly (readonly [string, (of: Config) => unknown])[], what: string) => {
    const names = of.flatMap(([name, part]) => (differs(part) ? [name] : []))
    if (names.length > 0) services.log.warning(`${names.join(', ')}: not as on ${branch}; ${what}`)
  }
  tell(kept, 'the stricter of both holds')
  tell(taken, 'both verdicts are with that of this change')
}

const kept = [
  ['evaluate.leaks', ({ evaluate }: Config) => evaluate.leaks],
  ['evaluate.overlap', ({ evaluate }: Config) => evaluate.overlap],
  ['train.parity.differing', ({ train }: Config) => train.parity.differing],
] as const

const taken = [
  ['evaluate.group', ({ evaluate }: Config) => evaluate.group],
  ['data.time', ({ data }: Config) => data?.time],
  ['data.weight', ({ data }: Config) => data?.weight],
] as const

function unseen(branch: string, file: string): string {
  return `The gates are inputs of the workflow, and ${path.basename(file)} of ${branch} has none to hold as well: a pull request can lower them unseen. Write them into ${path.basename(file)}.`
}

async function baseConfig(branch: string, { config, services }: Context): Promise<Config | undefined> {
  const text = await services.base.read(config.file)
  return text === undefined ? undefined : parseConfig(text, config.file, `${path.basename(config.file)} (${branch})`)
}

async function rulesOf(config: Config, branch: string, inputs: Inputs, context: Context): Promise<BaseRules> {
  const { evaluate, folder } = config
  const { gates, inconclusive, slices, importMargin, untranslated, firstModel } = evaluate
  const wanted = {
    ...inputs,
    gates,
    untranslated,
    import: evaluate.import.map((file) => path.resolve(folder, file)),
    'import-margin': importMargin,
  }
  const read = async (file: string) => {
    const text = await context.services.base.read(file)
    if (text !== undefined) return text
    throw new InputError('no such file', { at: { file: `${path.relative(folder, file)} (${branch})` } })
  }
  const rules = await gatherRules(wanted, context, { config, read })
  const placeOf = (index: number) => {
    const at = rules.placeOf(index)
    return { ...at, file: `${at.file} (${branch})` }
  }
  const champion = championOf(config) ?? givenChampion(inputs, context)
  return { ...rules, placeOf, branch, champion, inconclusive, sliceRows: slices.atLeast, firstModel }
}

/** That of the workflow, where it does not come from the file. */
function givenChampion({ champion }: Inputs, { config }: Context): string | undefined {
  return champion === championOf(config) ? undefined : champion
}

function isSame(base: BaseRules, own: Rules, inputs: Inputs): boolean {
  const alike = base.champion === inputs.champion || !base.gates.some((gate) => gate.includes('champion'))
  return alike && rulesDigest(base, base) === rulesDigest(own, settlingOf(inputs))
}
