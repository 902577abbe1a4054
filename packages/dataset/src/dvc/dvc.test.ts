import { chmod, mkdir, readdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import type { RowsConfig } from '@trainyard/config'
import { serve } from '../../../../test/support/servers.ts'
import { datasetDocument } from '../document.ts'
import { openDataset } from '../open.ts'
import { reopenDataset } from '../reopen.ts'
import { sql } from '../sql.ts'
import { type HandRepository, inRepository, md5 } from '../testing/dvc.ts'
import { testServices } from '../testing/services.ts'
import type { DvcRules } from '../types.ts'

const files = { 'a.csv': 'x\n1\n', 'in/b.csv': 'x\n2\n', '_ignored.csv': 'y\n', 'in/é😀.csv': 'x\n3\n' }

async function read(train: RowsConfig, { base }: Pick<HandRepository, 'base'>, dvc?: DvcRules) {
  const dataset = await openDataset({ base, train: [train], ...(dvc && { dvc }) }, testServices)
  try {
    const rows = await dataset.engine.all<{ x: number }>(sql`SELECT x FROM ${dataset.table} ORDER BY "rowNumber"`)
    return {
      files: dataset.files,
      rows: rows.map(({ x }) => x),
      document: datasetDocument(dataset, testServices.clock),
    }
  } finally {
    await dataset.close()
  }
}

const byOut = { 'a.csv': [1], 'in/b.csv': [2] }

test.each<[RowsConfig, number[]]>([
  ['data.dvc', [1, 2, 3]],
  ['data', [1, 2, 3]],
  ['data/in', [2, 3]],
  ['data/in/b.csv', [2]],
  ['data/**/*.csv', [1, 2, 3]],
  ['data/*.csv', [1]],
  ['*/in/*.csv', [2, 3]],
  [{ dvc: 'data.dvc', partitions: 'columns' }, [1, 2, 3]],
  [{ dvc: 'data', files: ['in/*.csv'], partitions: 'columns' }, [2, 3]],
  [{ dvc: 'data.dvc', files: ['a.*', '**/é*'], partitions: 'columns' }, [1, 3]],
  [{ files: ['data/a.csv', 'data/in'], partitions: 'columns' }, [1, 2, 3]],
])('a tracked folder that is not in the workspace is fetched: %j', async (train, rows) => {
  await inRepository(async (repository) => {
    const oid = await repository.track('data', files)
    const found = await read(train, repository)
    expect(found.rows).toEqual(rows)
    for (const { path: name, dvc } of found.files) {
      const content = files[name.slice('data/'.length) as keyof typeof byOut]
      expect(dvc).toEqual({ oid, md5: md5(content), file: 'data.dvc' })
    }
    await expect(stat(path.join(repository.base, 'data'))).rejects.toThrow('ENOENT')
  })
})

test('a file is its own name; the cache is laid out as DVC does it, and used again without the remote', async () => {
  await inRepository(async (repository) => {
    const oid = await repository.track('t/x.csv', 'x\n5\n')
    expect((await read('t/x.csv.dvc', repository)).files[0]?.dvc).toEqual({ oid, md5: oid, file: 't/x.csv.dvc' })
    const cached = path.join(repository.base, '.dvc/cache/files/md5', oid.slice(0, 2), oid.slice(2))
    expect(await readFile(cached, 'utf8')).toBe('x\n5\n')
    expect((await stat(cached)).mode & 0o777).toBe(0o444)
    await rm(repository.remote, { recursive: true })
    expect((await read('t/x.csv', repository)).rows).toEqual([5])
  })
})

test('an object of the cache that is broken is fetched again', async () => {
  await inRepository(async (repository) => {
    const oid = await repository.track('x.csv', 'x\n5\n')
    await repository.write(`.dvc/cache/files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`, 'x\n6\n')
    expect((await read('x.csv', repository)).rows).toEqual([5])
  })
})

test('objects of DVC before 3.0 lie at the top, and CRLF counts as LF', async () => {
  await inRepository(async (repository) => {
    const oid = md5('x\n5\n')
    await repository.write(`../remote/${oid.slice(0, 2)}/${oid.slice(2)}`, 'x\r\n5\r\n')
    await repository.write('x.csv.dvc', `outs:\n- md5: ${oid}\n  path: x.csv\n`)
    const found = await read('x.csv', repository)
    expect(found.rows).toEqual([5])
    expect(found.files[0]?.dvc).toEqual({ oid, md5: oid, file: 'x.csv.dvc', hash: 'md5-dos2unix' })
    expect(await repository.read(`.dvc/cache/${oid.slice(0, 2)}/${oid.slice(2)}`)).toBe('x\r\n5\r\n')
  })
})

test('files of the workspace that match are used as they are, without cache or remote', async () => {
  await inRepository(async (repository) => {
    await repository.track('data', files)
    for (const [name, content] of Object.entries(files)) await repository.write(`data/${name}`, content)
    await rm(repository.remote, { recursive: true })
    expect((await read('data.dvc', repository)).rows).toEqual([1, 2, 3])
    expect((await read('data/in/b.csv', repository)).rows).toEqual([2])
    await expect(stat(path.join(repository.base, '.dvc/cache'))).rejects.toThrow('ENOENT')
  })
})

test.each([['data.dvc'], ['data'], ['data/**/*.csv'], ['data/a.csv']])(
  'a file of the workspace that differs is refused by name, with both digests: %s',
  async (train) => {
    await inRepository(async (repository) => {
      await repository.track('data', files)
      await repository.write('data/a.csv', 'x\n7\n')
      await expect(read(train, repository)).rejects.toThrow(
        `data/a.csv  it is not what data.dvc tracks: its md5 is ${md5('x\n7\n')}, recorded is ${md5('x\n1\n')}`,
      )
    })
  },
)

test('data in a tracked folder that is not tracked is refused', async () => {
  await inRepository(async (repository) => {
    await repository.track('data', files)
    await repository.write('data/new.csv', 'x\n7\n')
    await repository.write('data/notes.txt', 'no data')
    await expect(read('data', repository)).rejects.toThrow(
      'data/new.csv  it is not among the files that data.dvc tracks',
    )
    expect((await read('data/in/*.csv', repository)).rows).toEqual([2, 3])
  })
})

test('a folder and a glob hold what is tracked beside what is not', async () => {
  await inRepository(async (repository) => {
    await repository.track('d/a.csv', 'x\n1\n')
    await repository.track('d/c.csv', 'x\n3\n')
    await repository.write('d/b.csv', 'x\n2\n')
    await repository.write('d/.gitignore', '/a.csv\n/c.csv\n')
    for (const train of ['d', 'd/*.csv']) {
      const found = await read(train, repository)
      expect(found.rows).toEqual([1, 2, 3])
      expect(found.files.map(({ dvc }) => dvc?.file)).toEqual(['d/a.csv.dvc', undefined, 'd/c.csv.dvc'])
    }
    expect((await read('d/b.csv', repository)).files[0]).not.toHaveProperty('dvc')
  })
})

test('what a pipeline made is found by its path', async () => {
  await inRepository(async (repository) => {
    const oid = await repository.push('x\n4\n')
    const out = `    outs:\n    - path: ../made.csv\n      hash: md5\n      md5: ${oid}\n`
    await repository.write('p/dvc.lock', `schema: '2.0'\nstages:\n  make:\n    cmd: x\n${out}`)
    const found = await read('made.csv', repository)
    expect(found.rows).toEqual([4])
    expect(found.files[0]?.dvc).toEqual({ oid, md5: oid, file: 'p/dvc.lock' })
  })
})

test('with checkout the workspace holds what was fetched, writable, and no link leads elsewhere', async () => {
  await inRepository(async (repository) => {
    await repository.track('data', files)
    expect((await read('data', repository, { checkout: true })).rows).toEqual([1, 2, 3])
    expect(await repository.read('data/in/b.csv')).toBe('x\n2\n')
    expect((await stat(path.join(repository.base, 'data/in/b.csv'))).mode & 0o200).toBe(0o200)
    const outside = path.join(repository.base, '../outside')
    await rm(path.join(repository.base, 'data'), { recursive: true })
    await mkdir(outside)
    await symlink(outside, path.join(repository.base, 'data'))
    await expect(read('data', repository, { checkout: true })).rejects.toThrow('a link leads out of the repository')
    expect(await readdir(outside)).toEqual([])
  })
})

test('a later stage opens the recorded bytes, whatever is tracked now', async () => {
  await inRepository(async (repository) => {
    await repository.track('data', files)
    const { document } = await read('data', repository)
    await repository.track('data', { 'a.csv': 'x\n9\n' })
    await repository.write('data/a.csv', 'x\n9\n')
    await rm(path.join(repository.base, '.dvc/cache'), { recursive: true })
    const again = await reopenDataset(document, repository.base, testServices)
    await again.close()
    expect(again.sha256).toBe(document.sha256)
    await rm(path.join(repository.base, '.dvc/cache'), { recursive: true })
    await rm(repository.remote, { recursive: true })
    await expect(reopenDataset(document, repository.base, testServices)).rejects.toThrow(/does not hold md5/)
  })
})

test('what the remote does not hold is named with file, digest and remote', async () => {
  await inRepository(async (repository) => {
    await repository.track('data', files)
    const gone = md5('x\n2\n')
    await rm(path.join(repository.remote, 'files/md5', gone.slice(0, 2), gone.slice(2)))
    const refusal = `data/in/b.csv  the remote 'here' (${repository.remote}) does not hold md5 ${gone}`
    await expect(read('data.dvc', repository)).rejects.toThrow(refusal)
  })
})

test('other bytes than recorded are named with file, digests and remote, and never reach the cache', async () => {
  await inRepository(async (repository) => {
    const oid = await repository.track('x.csv', 'x\n5\n')
    await repository.push('x\n6\n', oid)
    const [where, other] = [`the remote 'here' (${repository.remote})`, md5('x\n6\n')]
    await expect(read('x.csv', repository)).rejects.toThrow(
      `x.csv  ${where} holds other bytes: md5 ${other}, recorded is ${oid}`,
    )
    const left = await readdir(path.join(repository.base, '.dvc/cache'), { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])
  })
})

test('a list of files with a path that leads out is refused, though its digest is right', async () => {
  await inRepository(async (repository) => {
    const list = JSON.stringify([{ md5: await repository.push('x\n5\n'), relpath: '../../x.csv' }])
    const oid = await repository.push(list, `${md5(list)}.dir`)
    await repository.write('data.dvc', `outs: [{md5: ${oid}, hash: md5, path: data}]`)
    await expect(read('data', repository)).rejects.toThrow(
      'data  the list of its files holds a path that is not allowed',
    )
  })
})

test.each<[RowsConfig, string]>([
  ['nothing.dvc', 'no such file: nothing.dvc'],
  ['nothing.csv', 'no such file: nothing.csv'],
  ['data/nothing.csv', 'no such file: data/nothing.csv is not among those that data.dvc tracks'],
  ['data/*.parquet', 'no file matches data/*.parquet'],
  [{ dvc: 'plain.csv', partitions: 'columns' }, 'plain.csv  DVC tracks nothing here'],
  [{ dvc: 'data.dvc', files: ['*.parquet'], partitions: 'columns' }, 'data  no file matches *.parquet'],
  [{ dvc: 'x.csv.dvc', files: ['*'], partitions: 'columns' }, 'x.csv  is a file, which holds no files'],
  ['imported.csv', 'cannot be fetched: it is imported from another repository'],
  ['versioned.csv', 'cannot be fetched: its remote keeps versions of files'],
  ['far.csv', 'remote "far": remotes of the kind ssh:// are not read here'],
  ['unset.csv', 'remote "unset": no such remote'],
])('refused: %j', async (train, message) => {
  await inRepository(async (repository) => {
    const { track, write } = repository
    await track('data', files)
    await track('x.csv', 'x\n5\n')
    await write('plain.csv', 'x\n1\n')
    const out = `md5: ${md5('x')}, hash: md5`
    await write('imported.csv.dvc', `deps: [{path: x, repo: {url: u}}]\nouts: [{${out}, path: imported.csv}]`)
    await write('versioned.csv.dvc', `outs: [{${out}, path: versioned.csv, cloud: {s3: {etag: x}}}]`)
    await write('far.csv.dvc', `outs: [{${out}, path: far.csv, remote: far}]`)
    await write('unset.csv.dvc', `outs: [{${out}, path: unset.csv, remote: unset}]`)
    await write('.dvc/config.local', '[remote "far"]\nurl = ssh://host/x\n')
    await expect(read(train, repository)).rejects.toThrow(message)
  })
})

test('outside of a repository a .dvc file tracks nothing', async () => {
  await inRepository(async ({ base }) => {
    await expect(read('../x.csv.dvc', { base })).rejects.toThrow('../x.csv.dvc  this lies in no repository of DVC')
  })
})

test('two that fetch the same at a time leave a whole cache', async () => {
  await inRepository(async (repository) => {
    await repository.track('data', files)
    const all = await Promise.all([1, 2, 3, 4].map(() => read('data', repository)))
    expect(all.map(({ rows }) => rows)).toEqual(all.map(() => [1, 2, 3]))
    const cache = path.join(repository.base, '.dvc/cache')
    const left = await readdir(cache, { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile() && !/^[0-9a-f]{30}(\.dir)?$/.test(entry.name))).toEqual([])
  })
})

test('a cache that cannot be written is a fault, not a silence', async () => {
  await inRepository(async (repository) => {
    await repository.track('x.csv', 'x\n5\n')
    await repository.write('.dvc/cache', 'a file')
    await expect(read('x.csv', repository)).rejects.toThrow()
    await chmod(path.join(repository.base, '.dvc/cache'), 0o644)
  })
})

test('a login is sent to the host of the remote alone, and is masked', async () => {
  const seen: string[] = []
  const other = await serve((request, response) => {
    seen.push(`other ${request.headers.authorization ?? 'nobody'}`)
    response.end('x\n5\n')
  })
  const own = await serve((request, response) => {
    seen.push(`own ${request.headers.authorization ?? 'nobody'}`)
    response.writeHead(302, { location: `${other}${request.url}`, 'content-length': 0 }).end()
  })
  const masked: string[] = []
  const services = { ...testServices, log: { ...testServices.log, mask: (secret: string) => masked.push(secret) } }
  await inRepository(async ({ base, track, write }) => {
    await track('x.csv', 'x\n5\n')
    const login = 'auth = basic\nuser = ada\npassword = hunter2'
    await write('.dvc/config.local', `[core]\nremote = web\n[remote "web"]\nurl = ${own}/a\n${login}\n`)
    const dataset = await openDataset({ base, train: ['x.csv'] }, services)
    await dataset.close()
  })
  const basic = Buffer.from('ada:hunter2').toString('base64')
  expect(seen).toEqual([`own Basic ${basic}`, 'other nobody'])
  expect(masked).toEqual(['hunter2', basic])
})

test.each([
  ['the platform’s fetch, where Node is told to use proxies', '1', 1],
  ['connections of our own', undefined, 0],
])('files of a web server come by %s', async (_, proxies, times) => {
  const url = await serve((_, response) => response.end('x\n5\n'))
  const asked: string[] = []
  const services = {
    ...testServices,
    env: { ...testServices.env, NODE_USE_ENV_PROXY: proxies },
    fetch: (async (input: string | URL, init?: RequestInit) => {
      asked.push(String(input))
      return fetch(input, init)
    }) as typeof fetch,
  }
  await inRepository(async ({ base, track, write }) => {
    await track('x.csv', 'x\n5\n')
    await write('.dvc/config.local', `[core]\nremote = web\n[remote "web"]\nurl = ${url}/a\n`)
    const dataset = await openDataset({ base, train: ['x.csv'] }, services)
    await dataset.close()
  })
  expect(asked).toHaveLength(times)
})
