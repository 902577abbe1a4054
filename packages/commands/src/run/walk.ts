import path from 'node:path'
import type { Services } from '@trainyard/ports'
import type { Command } from '../core/command.ts'
import type { Outcome } from '../core/outcome.ts'
import { type StageName, stages } from '../stages.ts'

export interface Walk {
  readonly config?: string | undefined
  readonly workingDirectory?: string | undefined
  /** After the deployment, each of these files is checked for drift. */
  readonly check: readonly string[]
}

export interface Step {
  readonly outcome: Outcome
  readonly seconds: number
}

export interface Walked {
  readonly steps: readonly Step[]
  readonly report: Outcome
  readonly exitCode: number
}

const chain: readonly StageName[] = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy']

/**
 * Walks the whole chain and stops at the first verdict that is not `pass`; the report is made in any case.
 * @param onStep called as each stage ends
 */
export async function walk(request: Walk, services: Services, onStep: (step: Step) => void): Promise<Walked> {
  const place = placeOf(request)
  const steps: Step[] = []
  const take = async (stage: StageName, raw: Readonly<Record<string, string>>): Promise<boolean> => {
    const step = await timed(await stages[stage](), raw, services)
    steps.push(step)
    onStep(step)
    return step.outcome.exitCode === 0
  }
  for (const stage of chain) if (!(await take(stage, place))) return finish(steps, place, services)
  for (const raw of checks(request, services)) if (!(await take('check-drift', { ...place, ...raw }))) break
  return finish(steps, place, services)
}

async function finish(
  steps: readonly Step[],
  place: Readonly<Record<string, string>>,
  services: Services,
): Promise<Walked> {
  const report = await (await stages.report()).run(place, services)
  return { steps, report, exitCode: steps.at(-1)?.outcome.exitCode ?? 0 }
}

async function timed(command: Command, raw: Readonly<Record<string, string>>, services: Services): Promise<Step> {
  const start = services.clock.elapsed()
  const outcome = await command.run(raw, services)
  return { outcome, seconds: (services.clock.elapsed() - start) / 1000 }
}

function placeOf({ config, workingDirectory }: Walk): Readonly<Record<string, string>> {
  return {
    ...(config !== undefined && { config }),
    ...(workingDirectory !== undefined && { 'working-directory': workingDirectory }),
  }
}

/** Each file is a check of its own, in a folder named after it. */
function checks({ check, config, workingDirectory }: Walk, { cwd }: Services): Readonly<Record<string, string>>[] {
  const base = path.resolve(cwd, workingDirectory ?? '.')
  const folder = config === undefined ? base : path.dirname(path.resolve(base, config))
  return check.map((file) => {
    const name = path.basename(file, path.extname(file))
    return { data: path.resolve(base, file), name, out: path.join(folder, '.trainyard', 'check-drift', name) }
  })
}
