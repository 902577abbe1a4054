import * as core from '@actions/core'

/** The inputs that were given, by name. The runner sets an input that was left out to the empty string. */
export function readInputs(names: readonly string[]): Readonly<Record<string, string>> {
  const given = names.map((name) => [name, core.getInput(name)] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== ''))
}
