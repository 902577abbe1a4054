// What DVC tracks and pushes is read here; what is fetched here is DVC's own cache.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import { builtPrograms, room, run, scratchFolder, services } from '../image/support.mjs'
import { suiteLife } from '../sources/life.mjs'
import { programs, startAzure, startGoogle, startS3 } from '../sources/servers.mjs'
import {
  dvc,
  environment,
  forget,
  makeRepository,
  md5,
  open,
  program,
  startWeb,
  startWebdav,
  webdavProgram,
  writeFiles,
} from './support.mjs'

const sha256 = (content) => createHash('sha256').update(content).digest('hex')
const skip = [program, webdavProgram, ...Object.values(programs)].find((file) => !existsSync(file))

/** mulberry32 (public domain): the same trees each time. */
function drawing(seed) {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const letters = [...'abcXYZ019 .-+&%#é漢😀ß\u{10000}\uffee"\'']

/** Tables in folders of any name. */
function randomTree(seed) {
  const draw = drawing(seed)
  const part = () => `n${Array.from({ length: 1 + draw(8) }, () => letters[draw(letters.length)]).join('')}n`
  const name = () => [...Array.from({ length: draw(3) }, part), `${part()}.csv`].join('/')
  const rows = () => Array.from({ length: 1 + draw(20) }, () => `${draw(100)},${draw(100)}`)
  const ends = ['\n', '\r\n']
  return Object.fromEntries(
    Array.from({ length: 2 + draw(12) }, () => [name(), ['x,y', ...rows(), ''].join(ends[draw(2)])]),
  )
}

describe('DVC', { skip: skip ? `not installed: ${skip}` : false }, () => {
  const life = suiteLife()
  const login = { user: 'ada', password: 'correct horse' }
  let [folder, s3, google, azure, web, webdav] = []

  before(async () => {
    folder = await scratchFolder(life)
    s3 = await startS3(life)
    await s3.close()
    google = await startGoogle(life, folder)
    azure = await startAzure(life)
    web = await startWeb(life, path.join(folder, 'web'), login)
    webdav = await startWebdav(life, path.join(folder, 'webdav'), login)
  })

  const repository = async (name, files) => {
    const base = path.join(folder, name)
    await makeRepository(base, files)
    return base
  }
  const world = (base, more = {}) => {
    const [all, env] = [services({ toolCache: folder }), environment(base, more)]
    const exec = {
      run: (command, args, options) => all.exec.run(command, args, { ...options, env: { ...env, ...options.env } }),
    }
    return { ...all, env, exec }
  }

  const s3Keys = () => ({ access_key_id: s3.env.AWS_ACCESS_KEY_ID, secret_access_key: s3.env.AWS_SECRET_ACCESS_KEY })
  const remotes = {
    folder: { url: () => '../store', settings: () => ({}), secrets: () => ({}) },
    web: {
      url: () => web,
      settings: () => ({ auth: 'basic', user: login.user, method: 'POST' }),
      secrets: () => ({ password: login.password }),
    },
    s3: {
      url: () => 's3://bucket/some/folder',
      settings: () => ({ endpointurl: s3.env.AWS_ENDPOINT_URL }),
      secrets: s3Keys,
      hidden: () => [s3.env.AWS_SECRET_ACCESS_KEY],
    },
    google: {
      url: () => 'gs://bucket/some/folder',
      settings: () => ({
        endpointurl: google.env.STORAGE_EMULATOR_HOST,
        credentialpath: google.env.GOOGLE_APPLICATION_CREDENTIALS,
        // Python's client asks for a token of Google's own issuer alone: it does without, where we log in.
        allow_anonymous_login: 'true',
      }),
      secrets: () => ({}),
    },
    azure: {
      url: () => 'azure://bucket/some/folder',
      settings: () => ({}),
      secrets: () => ({ connection_string: azure.env.AZURE_STORAGE_CONNECTION_STRING }),
      hidden: () => [azure.account.key],
    },
    webdav: {
      url: () => webdav,
      settings: () => ({ user: login.user }),
      secrets: () => ({ password: login.password }),
    },
  }

  const section = (values) =>
    `['remote "main"']\n${Object.entries(values).map(([key, value]) => `    ${key} = "${value}"\n`)}`.replaceAll(
      '\n,',
      '\n',
    )

  /** Makes a remote the repository's own; its secrets are in config.local, which Git does not see. */
  async function use(base, { url, settings, secrets }) {
    const own = /^\w+:/.test(url()) ? url() : `../${url()}`
    const config = `[core]\n    remote = main\n${section({ url: own, ...settings() })}`
    await writeFiles(base, { '.dvc/config': config, '.dvc/config.local': section(secrets()) })
  }

  /** Likewise, by DVC's own hand. */
  async function useByDvc(base, { url, settings, secrets }) {
    await dvc(base, ['remote', 'add', '-q', '--default', 'main', url()])
    for (const [key, value] of Object.entries(settings())) await dvc(base, ['remote', 'modify', 'main', key, value])
    for (const [key, value] of Object.entries(secrets()))
      await dvc(base, ['remote', 'modify', '--local', 'main', key, value])
  }

  Object.entries(remotes).forEach(([kind, remote], seed) => {
    test(`${kind}: a random tree that DVC pushed is fetched, and DVC takes our cache for its own`, async () => {
      const tree = randomTree(seed + 1)
      const base = await repository(`random-${kind}`, { 'single.csv': 'x,y\n1,2\n' })
      await writeFiles(path.join(base, 'data'), tree)
      await dvc(base, ['add', '-q', 'data', 'single.csv'])
      await useByDvc(base, remote)
      await dvc(base, ['push', '-q'])
      await forget(base, 'data', 'single.csv')

      const own = world(base)
      const { files } = await open(base, ['data.dvc', 'single.csv'], own)
      const expected = Object.entries(tree).map(([name, content]) => [`data/${name}`, sha256(content), md5(content)])
      const single = ['single.csv', sha256('x,y\n1,2\n'), md5('x,y\n1,2\n')]
      const sorted = (all) => all.toSorted(([a], [b]) => (a < b ? -1 : 1))
      const found = files.map(({ path: name, sha256: digest, dvc: { md5: own } }) => [name, digest, own])
      assert.deepEqual(sorted(found), sorted([...expected, single]))
      const said = await readFile(path.join(base, 'data.dvc'), 'utf8')
      assert.ok(files.slice(0, -1).every(({ dvc: { oid } }) => said.includes(`md5: ${oid}\n`)))
      const hidden = remote.hidden?.() ?? Object.values(remote.secrets())
      for (const secret of hidden) assert.ok(own.masked.includes(secret), 'not masked')
      assert.ok(!own.lines.some((line) => hidden.some((secret) => line.includes(secret))))

      await use(base, { url: () => 'nowhere', settings: () => ({}), secrets: () => ({}) })
      await dvc(base, ['checkout', '-q'])
      const { stdout } = await dvc(base, ['status'])
      assert.match(stdout, /up to date/)
      for (const [name, content] of Object.entries(tree))
        assert.equal(await readFile(path.join(base, 'data', name), 'utf8'), content)
      const again = await open(base, ['data', 'single.csv.dvc'], world(base))
      assert.deepEqual(again.files, files)
    })

    test(`${kind}: a missing object, and one with other bytes, are named with file, digest and remote`, async () => {
      const base = await repository(`broken-${kind}`, { 'a.csv': `x\n${seed}\n`, 'b.csv': `x\n9${seed}\n` })
      await dvc(base, ['add', '-q', 'a.csv', 'b.csv'])
      await use(base, remote)
      await dvc(base, ['push', '-q', 'a.csv'])
      await forget(base, 'a.csv', 'b.csv')
      const [here, gone] = [md5(`x\n${seed}\n`), md5(`x\n9${seed}\n`)]
      const missing = await open(base, 'b.csv', world(base)).catch((error) => error)
      assert.equal(missing.name, 'InputError', missing.stack)
      assert.ok(missing.message.startsWith(`b.csv  the remote 'main' (`), missing.message)
      assert.ok(missing.message.includes(`does not hold md5 ${gone}`), missing.message)

      const key = `files/md5/${here.slice(0, 2)}/${here.slice(2)}`
      await spoil(kind, key)
      const wrong = await open(base, 'a.csv', world(base)).catch((error) => error)
      assert.equal(wrong.name, 'InputError', wrong.stack)
      assert.ok(wrong.message.includes(`holds other bytes: md5 ${md5('x\n0')}, recorded is ${here}`), wrong.message)
      assert.ok(!existsSync(path.join(base, '.dvc/cache', key)))
    })
  })

  async function spoil(kind, key) {
    if (kind === 'folder') return overwrite(path.join(folder, 'store', key))
    if (kind === 'web' || kind === 'webdav') return overwrite(path.join(folder, kind, 'store', key))
    if (kind === 'google') return google.put(`some/folder/${key}`, 'x\n0')
    if (kind === 'azure') return azure.put(`some/folder/${key}`, 'x\n0')
    const { AWS_ENDPOINT_URL: endpoint } = s3.env
    const script = `import boto3; boto3.client('s3', endpoint_url='${endpoint}', region_name='us-east-1').put_object(Bucket='bucket', Key='some/folder/${key}', Body=b'x\\n0')`
    return run(path.join(path.dirname(programs.moto), 'python'), ['-c', script], { env: environment(folder, s3.env) })
  }

  async function overwrite(file) {
    await rm(file, { force: true })
    await writeFile(file, 'x\n0')
  }

  test('many files are fetched by threads; what cannot be had is named, and nothing half-written is left', async () => {
    const dist = await builtPrograms()
    assert.ok(existsSync(path.join(dist, 'dvc-worker/index.js')))
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, row) => [`many/${row}.csv`, `x\n${row + 1000}\n`]))
    const base = await repository('many', many)
    await dvc(base, ['add', '-q', 'many'])
    await use(base, remotes.web)
    await dvc(base, ['push', '-q'])
    await forget(base, 'many')
    const own = { ...world(base), dist }
    const { rows } = await open(base, 'many', own, { dvc: { checkout: true } })
    assert.equal(rows, 60)
    assert.match((await dvc(base, ['status'])).stdout, /up to date/)
    assert.ok(own.masked.includes(login.password))

    await forget(base, 'many')
    const gone = md5(many['many/7.csv'])
    await rm(path.join(folder, 'web/store/files/md5', gone.slice(0, 2), gone.slice(2)))
    const refused = await open(base, 'many', { ...world(base), dist }, { dvc: { checkout: true } }).catch(
      (error) => error,
    )
    assert.equal(refused.name, 'InputError', refused.stack)
    assert.ok(refused.message.startsWith(`many/7.csv  the remote 'main' (${web}) does not hold md5 ${gone}`))
    const left = await readdir(base, { recursive: true })
    assert.deepEqual(
      left.filter((name) => name.endsWith('.tmp')),
      [],
    )
  })

  test('a wrong login is refused, and not repeated', async () => {
    const base = await repository('login', { 'a.csv': 'x\n1\n' })
    await dvc(base, ['add', '-q', 'a.csv'])
    await forget(base, 'a.csv')
    for (const remote of [remotes.web, remotes.webdav, remotes.s3]) {
      const secrets = Object.fromEntries(Object.keys(remote.secrets()).map((key) => [key, 'hunter2hunter2']))
      await use(base, { ...remote, secrets: () => secrets })
      const refused = await open(base, 'a.csv', world(base)).catch((error) => error)
      assert.equal(refused.name, 'InputError', refused.stack)
      assert.match(refused.message, /a\.csv {2}md5 \w+ cannot be fetched from the remote 'main' .*\(40[13]/)
      assert.ok(!refused.message.includes('hunter2'), refused.message)
    }
  })

  test('keys of the environment log in to S3', async () => {
    const base = await repository('environment', { 'a.csv': 'x\n77\n' })
    await dvc(base, ['add', '-q', 'a.csv'])
    await use(base, { ...remotes.s3, secrets: () => ({}) })
    await dvc(base, ['push', '-q'], s3.env)
    await forget(base, 'a.csv')
    assert.equal((await open(base, 'a.csv.dvc', world(base, s3.env))).rows, 1)
  })

  test('with checkout the workspace is what `dvc pull` leaves', async () => {
    const base = await repository('checkout', { 'd/a.csv': 'x\n1\n', 'd/in/b.csv': 'x\n2\n' })
    await dvc(base, ['add', '-q', 'd'])
    await use(base, remotes.folder)
    await dvc(base, ['push', '-q'])
    await forget(base, 'd')
    await open(base, 'd', world(base), { dvc: { checkout: true } })
    assert.match((await dvc(base, ['status'])).stdout, /up to date/)
    assert.equal(await readFile(path.join(base, 'd/in/b.csv'), 'utf8'), 'x\n2\n')
  })

  test('an object of DVC before 3.0 is put where DVC looks for it', async () => {
    const content = 'x\r\n1\r\n'
    const legacy = md5('x\n1\n')
    const base = await repository('legacy', { 'a.csv.dvc': `outs:\n- md5: ${legacy}\n  size: 6\n  path: a.csv\n` })
    await writeFiles(path.join(folder, 'store', legacy.slice(0, 2)), { [legacy.slice(2)]: content })
    await use(base, remotes.folder)
    assert.equal((await open(base, 'a.csv', world(base))).rows, 1)
    await rm(path.join(folder, 'store', legacy.slice(0, 2)), { recursive: true })
    await dvc(base, ['checkout', '-q'])
    assert.equal(await readFile(path.join(base, 'a.csv'), 'utf8'), content)
    assert.match((await dvc(base, ['status'])).stdout, /up to date/)
  })

  test('repro and push are done by DVC itself, and what they made is fetched', async () => {
    const pipeline = `stages:
  double:
    cmd: python3 -c "print('x'); print(2 * int(open('raw.csv').read().split()[1]))" > made.csv
    deps: [raw.csv]
    outs: [made.csv]
  other:
    cmd: 'false'
    outs: [other.csv]
`
    const base = await repository('repro', { 'raw.csv': 'x\n21\n', 'dvc.yaml': pipeline })
    await dvc(base, ['add', '-q', 'raw.csv'])
    await use(base, remotes.folder)
    await dvc(base, ['push', '-q'])
    await forget(base, 'raw.csv')
    const { reproduce } = await room('dataset')
    await reproduce(base, { stages: ['double'], push: true }, world(base))
    assert.equal(await readFile(path.join(base, 'made.csv'), 'utf8'), 'x\n42\n')
    await forget(base, 'raw.csv', 'made.csv')
    const { files } = await open(base, 'made.csv', world(base))
    assert.deepEqual(files[0].dvc, { oid: md5('x\n42\n'), md5: md5('x\n42\n'), file: 'dvc.lock' })

    const failed = await reproduce(base, { stages: ['other'], push: false }, world(base)).catch((error) => error)
    assert.equal(failed.name, 'InputError', failed.stack)
    assert.match(failed.message, /dvc repro ended with \d+/)
  })

  test('metrics and parameters are those that DVC shows', async () => {
    const pipeline = `metrics: [top.yaml]
params: [extra.yaml]
stages:
  train:
    cmd: echo '{"accuracy":{"test":0.75,"by":[1,2]},"name":"a"}' > m.json
    wdir: model
    params: [rate, more.yaml: [deep]]
    metrics: [m.json]
`
    const files = {
      'dvc.yaml': pipeline,
      'top.yaml': 'loss: 0.25\nok: true\nnone:\n',
      'params.yaml': 'seed: 1\n',
      'extra.yaml': 'a: {b: [1, 2]}\n',
      'model/params.yaml': 'rate: 0.1\nother: 2\n',
      'model/more.yaml': 'deep: {a: 1.5}\nnot: 2\n',
    }
    const base = await repository('facts', files)
    await dvc(base, ['repro', '-q'])
    await run('git', ['add', '.'], { cwd: base })
    await run('git', ['commit', '-q', '-m', 'first'], { cwd: base })
    await forgetWorkspaceMetric(base)
    await writeFiles(base, { 'top.yaml': 'loss: 0.125\n', 'params.yaml': 'seed: 2\nnew: x\n' })
    const { readDvcFacts } = await room('dataset')
    const [old, fresh] = [await readDvcFacts(base, world(base), 'HEAD'), await readDvcFacts(base, world(base))]
    for (const kind of ['metrics', 'params']) {
      const { stdout } = await dvc(base, [kind, 'diff', '--all', '--json'])
      assert.deepEqual(together(old[kind], fresh[kind]), plain(JSON.parse(stdout)), kind)
    }
  })

  /** Metrics that are kept in the cache are read from there. */
  async function forgetWorkspaceMetric(base) {
    await rm(path.join(base, 'model/m.json'))
  }

  /** As DVC puts two states side by side, without the differences it computes. */
  function together(old, fresh) {
    const files = new Set([...Object.keys(old), ...Object.keys(fresh)])
    const pairs = [...files].map((file) => {
      const names = new Set([...Object.keys(old[file] ?? {}), ...Object.keys(fresh[file] ?? {})])
      const values = [...names].map((name) => [name, [old[file]?.[name] ?? null, fresh[file]?.[name] ?? null]])
      return [file, Object.fromEntries(values)]
    })
    return Object.fromEntries(pairs.filter(([, values]) => Object.keys(values).length > 0))
  }

  /** DVC writes lists as Python does. */
  function plain(diff) {
    const one = (value) => (/^\[.*\]$/.test(value) ? value.replaceAll(' ', '') : (value ?? null))
    const entries = Object.entries(diff).map(([file, values]) => [
      file,
      Object.fromEntries(Object.entries(values).map(([name, { old, new: fresh }]) => [name, [one(old), one(fresh)]])),
    ])
    return Object.fromEntries(entries)
  }
})
