import path from 'node:path'
import { type Config, parseConfig } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import type { Inputs } from '../inputs.ts'
import { gatherRules, type Rules, rulesDigest } from './own.ts'

/** The rules of the branch that a pull request would change, and how that branch settles them. */
export interface BaseRules extends Rules {
  readonly branch: string
  readonly inconclusive: Inputs['inconclusive']
  readonly sliceRows: number
}

/**
 * Reads the rules as they are without the pull request, so that a change cannot lower its own bar unseen.
 * @returns undefined outside a pull request, where the branch has no rules yet, and where they are the same
 */
export async function gatherBaseRules(inputs: Inputs, own: Rules, context: Context): Promise<BaseRules | undefined> {
  const { config, services } = context
  const branch = await services.base.name()
  if (branch === undefined || !areOfFile(inputs, config)) return undefined
  const base = await baseConfig(branch, context)
  if (base === undefined || base.evaluate.gates.length + base.evaluate.import.length === 0) {
    services.log.info(`${branch} has no rules yet: those of this change decide alone`)
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
  ['evaluate.champion', ({ evaluate }: Config) => evaluate.champion],
  ['evaluate.group', ({ evaluate }: Config) => evaluate.group],
  ['data.weight', ({ data }: Config) => data?.weight],
] as const

/** Rules given to the action stand in the workflow, whose runs GitHub starts from the change itself. */
function areOfFile({ gates }: Inputs, { evaluate }: Config): boolean {
  return JSON.stringify(gates) === JSON.stringify(evaluate.gates)
}

async function baseConfig(branch: string, { config, services }: Context): Promise<Config | undefined> {
  const text = await services.base.read(config.file)
  return text === undefined ? undefined : parseConfig(text, config.file, `${path.basename(config.file)} (${branch})`)
}

async function rulesOf(config: Config, branch: string, inputs: Inputs, context: Context): Promise<BaseRules> {
  const { evaluate, folder } = config
  const { gates, inconclusive, slices, importMargin, untranslated } = evaluate
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
  return { ...rules, placeOf, branch, inconclusive, sliceRows: slices.atLeast }
}

function isSame(base: BaseRules, own: Rules, inputs: Inputs): boolean {
  const theirs = rulesDigest(base, base)
  return theirs === rulesDigest(own, { inconclusive: inputs.inconclusive, sliceRows: inputs['slices-at-least'] })
}
