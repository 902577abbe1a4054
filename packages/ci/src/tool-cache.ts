import { homedir } from 'node:os'
import path from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The runner's tool cache, or else our folder in the user's cache folder. */
export function toolCacheRoot(env: Environment, platform: string = process.platform, home: string = homedir()): string {
  return env['RUNNER_TOOL_CACHE'] || path.join(userCache(env, platform, home), 'trainyard')
}

function userCache(env: Environment, platform: string, home: string): string {
  if (env['XDG_CACHE_HOME']) return env['XDG_CACHE_HOME']
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches')
  if (platform === 'win32') return env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local')
  return path.join(home, '.cache')
}
