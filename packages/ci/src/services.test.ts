import { describe, expect, test } from '@jest/globals'
import { userEnvironment } from './environment.ts'
import { terminalServices } from './terminal/services.ts'
import { toolCacheRoot } from './tool-cache.ts'

test("the user's programs get no token of the runner and no input of ours", () => {
  const env = {
    PATH: '/bin',
    INPUT_TOKEN: 't',
    ACTIONS_RUNTIME_TOKEN: 't',
    ACTIONS_RUNTIME_URL: 'u',
    ACTIONS_RESULTS_URL: 'u',
    ACTIONS_CACHE_URL: 'u',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'kept: steps get it too',
    STATE_x: 's',
  }
  expect(Object.keys(userEnvironment(env))).toEqual(['PATH', 'ACTIONS_ID_TOKEN_REQUEST_URL'])
})

test.each([
  [{ RUNNER_TOOL_CACHE: '/opt/tools' }, 'linux', '/opt/tools'],
  [{ XDG_CACHE_HOME: '/cache' }, 'linux', '/cache/trainyard'],
  [{}, 'linux', '/u/ada/.cache/trainyard'],
  [{}, 'darwin', '/u/ada/Library/Caches/trainyard'],
  [{ LOCALAPPDATA: '/local' }, 'win32', '/local/trainyard'],
])('tools are kept: %j on %s in %s', (env, platform, folder) => {
  expect(toolCacheRoot(env, platform, '/u/ada')).toBe(folder)
})

describe('on a command line', () => {
  const services = (env: Record<string, string>) => terminalServices({ env, cwd: '/tmp' })

  test.each([
    [{}, true],
    [{ CI: 'true' }, false],
    [{ CI: '1' }, false],
    [{ CI: 'false' }, true],
  ])('%j: may something outlive the command? %s', (env, interactive) => {
    expect(services(env).interactive).toBe(interactive)
  })

  test('there are no artifacts and no cache, and nothing fails for it', async () => {
    const { artifacts, cache } = services({})
    expect(artifacts.available).toBe(false)
    expect(await artifacts.upload('train', '/tmp')).toEqual({ name: 'train' })
    expect(await artifacts.download('train', '/tmp/x')).toBe(false)
    expect(await cache.restore(['/tmp/x'], 'key')).toBe(false)
  })

  test('a workflow cannot be started; the error says how to', async () => {
    await expect(services({}).dispatch.start('retrain.yml', undefined, {})).rejects.toThrow(
      /gh workflow run retrain.yml/,
    )
  })
})
