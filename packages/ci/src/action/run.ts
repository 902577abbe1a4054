import * as core from '@actions/core'
import type { Services } from '@trainyard/ports'
import { githubServices, workspaceAnnotations } from '../github/services.ts'
import { silenceTelemetry } from '../telemetry.ts'
import { readInputs } from './inputs.ts'
import type { Outcome } from './outcome.ts'
import { publish } from './publish.ts'
import { reportError } from './report-error.ts'

/** What an action needs of a command. */
export interface ActionCommand {
  readonly name: string
  readonly inputNames: readonly string[]
  run(raw: Readonly<Record<string, string>>, services: Services): Promise<Outcome>
}

/**
 * Runs a command as a step of a GitHub workflow: inputs from the environment; outputs, job summary, annotations and
 * exit code as the runner reads them. Nothing is thrown: this is the one place that catches.
 */
export async function runAction(command: ActionCommand): Promise<void> {
  silenceTelemetry()
  const annotations = workspaceAnnotations()
  try {
    const outcome = await command.run(readInputs(command.inputNames), githubServices(annotations))
    await publish(command.name, outcome, annotations)
  } catch (error) {
    process.exitCode = await reportError(command.name, error, annotations)
  } finally {
    annotations.close()
    core.debug(`${command.name} ends with exit code ${process.exitCode ?? 0}`)
  }
}
