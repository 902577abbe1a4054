import path from 'node:path'
import { expect, test } from '@jest/globals'
import { inFolder } from '../../testing/services.ts'
import { readSettings } from './levels.ts'
import { remoteSettings } from './remote.ts'

const remote = (name: string, ...lines: string[]) => `['remote "${name}"']\n${lines.join('\n')}\n`

const settingsOf = (folder: string) => {
  const env = {
    HOME: path.join(folder, 'home'),
    DVC_SYSTEM_CONFIG_DIR: path.join(folder, 'system'),
    XDG_CONFIG_HOME: path.join(folder, 'user'),
  }
  return readSettings(path.join(folder, 'repo'), folder, env)
}

test('later levels come before earlier ones, key by key', async () => {
  const files = {
    'system/config': `[core]\nremote = a\n${remote('a', 'url = /s', 'region = s', 'profile = s', 'jobs = 1')}`,
    'user/dvc/config': remote('A', 'url = /u', 'region = u', 'profile = u'),
    'repo/.dvc/config': remote('a', 'url = /r', 'region = r'),
    'repo/.dvc/config.local': remote('a', 'url = /l'),
  }
  await inFolder(files, async (folder) => {
    const { url, values } = remoteSettings(await settingsOf(folder))
    expect(url).toBe('/l')
    expect(Object.fromEntries(values)).toEqual({ url: '/l', region: 'r', profile: 'u', jobs: '1' })
  })
})

test('paths are relative to the file that they stand in; ~ is the home; addresses stay', async () => {
  const files = {
    'user/dvc/config': remote('u', 'url = store'),
    'repo/.dvc/config': `[cache]\ndir = ../../cache\n${['r', 'h', 's'].map((name, at) => remote(name, `url = ${['../../x', '~/y', 's3://b/z'][at]}`)).join('')}`,
  }
  await inFolder(files, async (folder) => {
    const settings = await settingsOf(folder)
    const urls = ['u', 'r', 'h', 's'].map((name) => remoteSettings(settings, name).url)
    expect(urls).toEqual([...['user/dvc/store', 'x', 'home/y'].map((at) => path.join(folder, at)), 's3://b/z'])
    expect(settings.cache).toBe(path.join(folder, 'cache'))
  })
})

test('without configuration the cache is in the repository, and there is no remote', async () => {
  await inFolder({ 'repo/.dvc/config': '' }, async (folder) => {
    const settings = await settingsOf(folder)
    expect(settings.cache).toBe(path.join(folder, 'repo/.dvc/cache'))
    expect(() => remoteSettings(settings)).toThrow('no remote of DVC is configured')
  })
})

test('a remote in another one takes its settings', async () => {
  const config =
    remote('base', 'url = https://host/dvc/', 'auth = basic', 'user = ada') +
    remote('inner', 'url = remote://base/a/b', 'user = grace')
  await inFolder({ 'repo/.dvc/config': config }, async (folder) => {
    const { name, url, values } = remoteSettings(await settingsOf(folder), 'Inner')
    expect([name, url, values.get('auth'), values.get('user')]).toEqual([
      'inner',
      'https://host/dvc/a/b',
      'basic',
      'grace',
    ])
  })
})

test.each([
  ['', 'no such remote', 'Add one by'],
  [remote('other', 'url = /x'), 'no such remote', 'Remotes: other.'],
  [remote('a', 'user = x'), 'has no url', 'Remotes: a.'],
  [remote('a', 'url = remote://b/x') + remote('b', 'url = remote://a/x'), 'refers to itself', 'Give one of them'],
])('refused: %j', async (config, message, remedy) => {
  await inFolder({ 'repo/.dvc/config': config }, async (folder) => {
    const settings = await settingsOf(folder)
    expect(() => remoteSettings(settings, 'a')).toThrow(message)
    expect(() => remoteSettings(settings, 'a')).toThrow(remedy)
  })
})

test('a file that is none is refused with its line', async () => {
  await inFolder({ 'repo/.dvc/config.local': '[core]\npassword hunter2' }, async (folder) => {
    await expect(settingsOf(folder)).rejects.toThrow('repo/.dvc/config.local:2  must be')
  })
})
