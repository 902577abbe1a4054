import type { Services } from '@trainyard/ports'
import type { Tracker } from '@trainyard/tracking'
import { type Context, openContext } from '../core/context.ts'
import { located } from '../core/located.ts'
import { given, readInputs } from '../core/read.ts'
import type { Values } from '../core/table.ts'
import { runsInputs } from './inputs.ts'
import { trackerOf } from './tracker.ts'

/** What every verb of `trainyard runs` works with. */
export interface Opened {
  readonly inputs: Values<typeof runsInputs>
  readonly context: Context
  readonly tracker: Tracker
}

/** @param raw flags of the command line, as text */
export async function openRuns(raw: Readonly<Record<string, string>>, services: Services): Promise<Opened> {
  const place = { config: given(raw, 'config'), workingDirectory: given(raw, 'working-directory') }
  const context = await openContext(place, services)
  const inputs = await readInputs(runsInputs, raw, context)
  return { inputs, context, tracker: await located(context, () => trackerOf(context)) }
}
