import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import type { RowsConfig } from '@trainyard/config'
import { serve } from '../../../../test/support/servers.ts'
import { datasetDocument } from '../document.ts'
import { openDataset } from '../open.ts'
import { reopenDataset } from '../reopen.ts'
import { testServices } from '../testing/services.ts'

const table = `id,x\n${Array.from({ length: 50_000 }, (_, row) => `${row},${row % 7}\n`).join('')}`
const whole = Buffer.from(table)
const tag = '"v1"'

interface Answer {
  /** Bytes after which the connection is cut, on each request in turn; none: the rest is sent. */
  readonly cuts?: readonly number[]
  readonly etags?: readonly (string | undefined)[]
  readonly ranges?: boolean
}

function send(response: ServerResponse, body: Buffer, cut: number | undefined) {
  if (cut === undefined) return response.end(body)
  return response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 20))
}

/** A server that cuts connections, forgets ranges or changes the file between requests. */
async function flaky({ cuts = [], etags = [], ranges = true }: Answer) {
  const asked: (string | undefined)[] = []
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const turn = asked.push(request.headers.range) - 1
    const etag = turn < etags.length ? etags[turn] : tag
    if (etag !== undefined && (request.headers['if-match'] ?? etag) !== etag) return response.writeHead(412).end()
    const from = ranges ? Number(/\d+/.exec(request.headers.range ?? '0')) : 0
    const body = whole.subarray(from)
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': body.length,
      ...(etag !== undefined && { etag }),
      ...(from > 0 && { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }),
    })
    return send(response, body, cuts[turn])
  }
  return { url: `${await serve(answer)}/data/table.csv`, asked }
}

async function opened(train: RowsConfig) {
  const dataset = await openDataset({ base: '/', train: [train] }, testServices)
  await dataset.close()
  return dataset
}

const digest = createHash('sha256').update(whole).digest('hex')

describe('a file is fetched whole, or not at all', () => {
  test.each<[string, Answer, (string | undefined)[]]>([
    ['in one go', {}, [undefined]],
    ['through cuts', { cuts: [1000, 70_000] }, [undefined, 'bytes=n-', 'bytes=n-']],
    ['from a server without ranges', { cuts: [1000], ranges: false }, [undefined, 'bytes=n-']],
    [
      'from a server without entity tags, anew',
      { cuts: [1000], etags: [undefined, undefined] },
      [undefined, undefined],
    ],
    ['from a server with weak entity tags, anew', { cuts: [1000], etags: ['W/"1"', 'W/"1"'] }, [undefined, undefined]],
  ])('%s', async (_, answer, ranges) => {
    const { url, asked } = await flaky(answer)
    const { files, rows } = await opened(url)
    expect(files).toMatchObject([{ path: url, sha256: digest, bytes: whole.length }])
    expect(rows).toBe(50_000)
    expect(asked.map((range) => range?.replace(/\d+/, 'n'))).toEqual(ranges)
  })

  test('that changes between two parts is refused', async () => {
    const { url } = await flaky({ cuts: [1000], etags: [tag, '"v2"'] })
    await expect(opened(url)).rejects.toThrow(`${url}  it changed while it was read`)
  })

  test('that is always cut at the same place is given up', async () => {
    const { url, asked } = await flaky({ cuts: [1000, 0, 0, 0, 0, 0, 0] })
    await expect(opened(url)).rejects.toThrow(/table\.csv: .* 5 times in a row/)
    expect(asked).toHaveLength(5)
  })
})

test.each([
  [403, 'this may not be read (403)'],
  [404, 'there is no such object or file (404)'],
  [410, 'the server refuses this (410)'],
])('%i is one clear error, without the query', async (status, message) => {
  const base = await serve((_, response) => response.writeHead(status).end('<html>'))
  const error = await opened(`${base}/a.csv?sig=hunter2`).catch((thrown: Error) => thrown.message)
  expect(error).toContain(`${base}/a.csv  ${message}`)
  expect(error).not.toContain('hunter2')
})

test('redirects are followed, but not for ever, and not to where nothing is encrypted', async () => {
  const target = await flaky({})
  const base = await serve((request, response) => {
    const to = { '/ok.csv': target.url, '/plain.csv': 'http://example.com/a.csv' }[request.url ?? ''] ?? '/loop.csv'
    response.writeHead(302, { location: to }).end()
  })
  expect((await opened(`${base}/ok.csv`)).files[0]?.sha256).toBe(digest)
  await expect(opened(`${base}/loop.csv`)).rejects.toThrow(`${base}/loop.csv  it redirects more than 5 times`)
  await expect(opened(`${base}/plain.csv`)).rejects.toThrow('http://example.com/a.csv is not encrypted')
})

test('a signed address is read, and its signature is in no document', async () => {
  const { url } = await flaky({})
  const dataset = await opened(`${url}?X-Amz-Signature=hunter2&b=1`)
  const document = datasetDocument(dataset, testServices.clock)
  expect(document.files).toMatchObject([{ path: url, sha256: digest, bytes: whole.length, format: 'csv', etag: tag }])
  expect(JSON.stringify(document)).not.toContain('hunter2')
})

test('a later stage fetches it again, and refuses other bytes', async () => {
  let body = 'id,x\n1,2\n3,4\n'
  const base = await serve((_, response) => response.end(body))
  const document = datasetDocument(await opened(`${base}/year=2024/a.csv`), testServices.clock)
  expect(document.files[0]?.partition).toEqual({ year: '2024' })
  const again = await reopenDataset(document, '/', testServices)
  await again.close()
  expect(again.sha256).toBe(document.sha256)
  body = 'id,x\n1,2\n3,5\n'
  await expect(reopenDataset(document, '/', testServices)).rejects.toThrow('is not the one that dataset.json speaks of')
})

test('a packed file is a packed file, whatever the server says of its encoding', async () => {
  const packed = gzipSync(table)
  const base = await serve((request, response) => {
    const encoded = request.url?.endsWith('.csv')
    response.writeHead(200, { ...(encoded && { 'content-encoding': 'gzip' }) }).end(packed)
  })
  expect((await opened(`${base}/a.csv.gz`)).rows).toBe(50_000)
  expect((await opened(`${base}/a.csv`)).files[0]?.sha256).toBe(digest)
})

test('the format can be named where the address does not tell it', async () => {
  const { url } = await flaky({})
  const export_ = url.replace('table.csv', 'export')
  await expect(opened(export_)).rejects.toThrow('the format of this file is not known')
  expect((await opened({ files: [export_], partitions: 'columns', format: 'csv' })).rows).toBe(50_000)
})

test.each([
  ['http://example.com/a.csv', 'http://example.com/ is not encrypted'],
  ['ftp://example.com/a.csv', 'addresses of the kind ftp:// are not known'],
  ['file:///etc/passwd.csv', 'this address names no bucket or host'],
  ['https://ada:hunter2@example.com/a.csv', 'a user or password cannot stand in an address'],
  ['s3://bucket/../../x.csv', 'holds a part . or .., and cannot be fetched safely'],
  ['s3://bucket/a\u0000b.csv', 'holds control characters'],
  ['s3://a:80/x.csv', 'a:80 is no name of a bucket'],
  ['az://container/x.csv', 'no account is named'],
  ['abfss://container@account.example.com/x.csv', 'account.example.com is no host of Azure Storage'],
])('%s is refused', async (address, message) => {
  const error = await opened(address).catch((thrown: Error) => thrown.message)
  expect(error).toContain(message)
  expect(error).not.toContain('hunter2')
})

test.each(['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_PROFILE'])('a login by %s is refused by name', async (name) => {
  const services = { ...testServices, env: { [name]: 'x' } }
  await expect(openDataset({ base: '/', train: ['s3://bucket/a.csv'] }, services)).rejects.toThrow(`by ${name}`)
})

test('what comes after a new beginning may be shorter, and nothing of the longer is left', async () => {
  let turn = 0
  const short = 'id,x\n1,2\n'
  const url = await serve((_, response) => {
    turn += 1
    if (turn > 1) return response.end(short)
    response.writeHead(200, { 'content-length': whole.length })
    return send(response, whole, 1000)
  })
  const { files, rows } = await opened(`${url}/a.csv`)
  expect(rows).toBe(1)
  expect(files).toMatchObject([{ bytes: short.length, sha256: createHash('sha256').update(short).digest('hex') }])
})
