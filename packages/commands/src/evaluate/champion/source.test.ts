import path from 'node:path'
import { expect, test } from '@jest/globals'
import { defaultConfig } from '@trainyard/config'
import { championOf, championSource } from './source.ts'

test.each([
  ['models/champion', { from: 'files', place: 'models/champion' }],
  ['./deployed', { from: 'files', place: './deployed' }],
  ['registry', { from: 'registry', name: 'champion' }],
  ['registry:stable', { from: 'registry', name: 'stable' }],
  ['deployed', { from: 'deployed' }],
  ['image:ghcr.io/acme/churn:1', { from: 'image', image: 'ghcr.io/acme/churn:1' }],
  ['artifact', { from: 'artifact' }],
  ['artifact:north-train', { from: 'artifact', name: 'north-train' }],
])('%s says where the champion comes from', (text, source) => expect(championSource(text)).toEqual(source))

test.each([
  ['models/champion', '/project/models/champion'],
  ['image:./image', 'image:/project/image'],
  ['image:ghcr.io/acme/churn:1', 'image:ghcr.io/acme/churn:1'],
  ['registry:stable', 'registry:stable'],
  ['artifact', 'artifact'],
  ['deployed', 'deployed'],
])('%s: only paths are relative to the configuration', (champion, expected) => {
  const config = defaultConfig('/project', 'churn')
  const found = championOf({ ...config, evaluate: { ...config.evaluate, champion } })
  expect(found?.replaceAll(path.sep, '/')).toBe(expected)
})
