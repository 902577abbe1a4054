// Files in object stores: partitions, globs and names of all kinds, logins, and what is refused.
import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import { room, scratchFolder, services } from '../image/support.mjs'
import { suiteLife } from './life.mjs'
import { programs, startAzure, startGoogle, startS3, startVersity } from './servers.mjs'

const files = {
  't/year=2023/a.csv': 'v,w\n1,x\n2,y\n',
  't/year=2024/b c+d é&100%=#?.csv': 'v,w\n3,z\n',
  't/year=__HIVE_DEFAULT_PARTITION__/c.csv': 'v,w\n4,q\n',
  't/_SUCCESS': '',
  'single.jsonl': '{"a":1}\n{"a":2}\n',
  'mixed/a.csv': 'v\n1\n',
  'mixed/b.jsonl': '{"v":1}\n',
  'columns/a.csv': 'v\n1\n',
  'columns/b.csv': 'w\n1\n',
  'delta/_delta_log/0.json': '{}',
  'delta/a.csv': 'v\n1\n',
}

const kinds = [
  ['S3', programs.moto, startS3],
  ['S3 of the Versity gateway', programs.versity, startVersity],
  ['Google Cloud Storage', programs.google, startGoogle],
  ['Azure Blob Storage', programs.azurite, startAzure],
]

const sha256 = (text) => createHash('sha256').update(text).digest('hex')

for (const [name, program, startStore] of kinds) {
  describe(name, { skip: existsSync(program) ? false : `not installed: ${program}` }, () => {
    const life = suiteLife()
    let [store, dataset, world] = []

    before(async () => {
      const folder = await scratchFolder(life)
      dataset = await room('dataset')
      store = await startStore(life, folder)
      world = services({ toolCache: folder })
      for (const [key, body] of Object.entries(files)) await store.put(key, body)
      if (name.startsWith('Google')) await store.put('up/../../x.csv', 'v\n1\n')
      // fake-gcs-server knows no pages.
      const many = name.startsWith('Google') ? 40 : 1100
      for (let n = 0; n < many; n += 20) {
        const some = Array.from({ length: 20 }, (_, index) => n + index)
        await Promise.all(some.map((number) => store.put(`many/${number}.csv`, `v\n${number}\n`)))
      }
      await store.close()
    })

    const open = (key, { env = store.env, ...more } = {}) =>
      dataset.openDataset({ base: '/', train: [`${store.root}/${key}`], ...more }, { ...world, env })

    async function rowsOf(key, more) {
      const opened = await open(key, more)
      const { sql, identifier, join } = dataset
      const names = join(opened.columns.map(({ name: column }) => identifier(column)))
      const rows = await opened.engine.all(sql`SELECT ${names} FROM ${opened.table}`)
      await opened.close()
      return { rows, files: opened.files }
    }

    const refusal = async (key, more) => {
      const error = await rowsOf(key, more).catch((thrown) => thrown)
      assert.equal(error.name, 'InputError', error.stack ?? JSON.stringify(error))
      assert.ok(!error.message.includes('hunter2'))
      return error.message
    }

    for (const key of ['t', 't/', 't/year=*/*', 't/**/*.csv']) {
      test(`partitions: ${key}`, async () => {
        const { rows, files: found } = await rowsOf(key)
        assert.deepEqual(rows, [
          { v: 1, w: 'x', year: 2023 },
          { v: 2, w: 'y', year: 2023 },
          { v: 3, w: 'z', year: 2024 },
          { v: 4, w: 'q', year: null },
        ])
        const names = Object.keys(files).filter((file) => file.startsWith('t/year'))
        assert.deepEqual(
          found.map(({ path, sha256: digest, bytes }) => [path, digest, bytes]),
          names.map((file) => [`${store.root}/${file}`, sha256(files[file]), Buffer.byteLength(files[file])]),
        )
        assert.ok(found.every(({ etag, version }) => etag !== undefined || version !== undefined))
      })
    }

    test('one object, and again in a later stage', async () => {
      const opened = await open('single.jsonl')
      await opened.close()
      const document = dataset.datasetDocument(opened, world.clock)
      assert.ok(!Object.values(store.env).some((secret) => JSON.stringify(document).includes(secret)))
      const again = await dataset.reopenDataset(document, '/', { ...world, env: store.env })
      await again.close()
      assert.equal(again.sha256, opened.sha256)
    })

    test('more objects than one page of a list holds', async () => {
      const { rows } = await rowsOf('many/*.csv')
      assert.ok(rows.length >= 40)
      assert.equal(new Set(rows.map(({ v }) => v)).size, name.startsWith('Google') ? 40 : 1100)
    })

    const refused = [
      ['nothing.csv', /nothing\.csv {2}there is no such object or file \(404/],
      ['nothing/', /nothing\/ {2}no data files lie here/],
      ['nothing/*.csv', /no object matches/],
      ['mixed', /mixed\/b\.jsonl {2}this file is jsonl, and .*mixed\/a\.csv beside it is csv/],
      ['columns', /columns\/b\.csv {2}other columns than .*columns\/a\.csv: it misses v and has w too/],
      ['delta', /delta\/ {2}this folder is a Delta table/],
      ['t/_SUCCESS', /no data files lie here|format of this file is not known/],
    ]
    for (const [key, message] of refused) {
      test(`refused: ${key}`, async () => assert.match(await refusal(key), message))
    }

    test('another bucket is not there', async () => {
      const { root } = store
      store.root = root.replace('bucket', 'other')
      assert.match(await refusal('a.csv'), /no such object or file|may not be read/)
      assert.match(await refusal('a/*.csv'), /no such object or file|may not be read/)
      store.root = root
    })

    if (name.startsWith('Google')) {
      test('a key that climbs out of its folder is refused', async () => {
        for (const key of ['up', 'up/../../x.csv'])
          assert.match(await refusal(key), /up\/\.\.\/\.\.\/x\.csv {2}the key of this object holds a part \. or \.\./)
      })

      test('a service account of another key, and credentials of another kind', async () => {
        assert.match(
          await refusal('single.jsonl', { env: store.wrong }),
          /wrong\.json {2}http:.*\/token refuses this service account \(401\)/,
        )
        assert.match(
          await refusal('single.jsonl', { env: store.external }),
          /of the type external_account are not known/,
        )
      })
    } else {
      test('a wrong key is refused, and not repeated', async () => {
        assert.match(await refusal('single.jsonl', { env: store.wrong }), /this may not be read \(403/)
        assert.match(await refusal('t', { env: store.wrong }), /this may not be read \(403/)
      })

      test('without a login, the refusal says how to log in', async () => {
        assert.match(await refusal('single.jsonl', { env: store.anonymous }), /No login was given: set A/)
      })
    }

    if (name.startsWith('Azure')) {
      test('a shared access signature lets read, until it ends', async () => {
        assert.equal((await rowsOf('t', { env: store.signed(signature(store.account, 60)) })).rows.length, 4)
        const message = await refusal('t', { env: store.signed(signature(store.account, -60)) })
        assert.match(message, /may not be read \(403 \w+\)\n.*must not have ended/)
      })
    }
  })
}

/** A service SAS for the container (version 2020-12-06), as Azure documents its text. */
function signature({ name, key }, minutes) {
  const [ends, version] = [`${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19)}Z`, '2020-12-06']
  const text = ['rl', '', ends, `/blob/${name}/bucket`, '', '', '', version, 'c', '', '', '', '', '', '', ''].join('\n')
  const sig = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64')
  return String(new URLSearchParams({ sp: 'rl', se: ends, sv: version, sr: 'c', sig }))
}
