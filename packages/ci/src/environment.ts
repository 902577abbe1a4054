type Environment = Readonly<Record<string, string | undefined>>

/** What the runner gives to an action alone: not for the programs that the user's own files start. */
const RUNNERS_OWN = /^(INPUT_|ACTIONS_RUNTIME_|ACTIONS_RESULTS_URL$|ACTIONS_CACHE_|STATE_)/

/** The environment for the user's own processes: all of ours, without the runner's tokens and our inputs. */
export function userEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !RUNNERS_OWN.test(name)))
}
