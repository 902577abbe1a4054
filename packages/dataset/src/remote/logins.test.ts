import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { serve } from '../../../../test/support/servers.ts'
import { openDataset } from '../open.ts'
import { testServices } from '../testing/services.ts'

async function opened(train: string, services: Pick<typeof testServices, 'env'> & Partial<typeof testServices>) {
  const dataset = await openDataset({ base: '/', train: [train] }, { ...testServices, ...services })
  await dataset.close()
  return dataset
}

const table = 'id,x\n1,2\n3,4\n'

describe('a bucket of another region', () => {
  interface Asked {
    readonly host: string
    /** What the signature was made for. */
    readonly region: string | undefined
  }

  /**
   * S3 as its documentation has it: a bucket answers in its own region only, to a signature for that region; else with 301
   * PermanentRedirect, or 400 AuthorizationHeaderMalformed, and the region in a header.
   */
  async function s3(home: (host: string) => string, status: 301 | 400) {
    const asked: Asked[] = []
    const origin = await serve((request, response) => {
      const host = String(request.headers['x-asked-host'])
      const region = /Credential=AKID\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(request.headers.authorization ?? '')?.[1]
      asked.push({ host, region })
      const own = home(host)
      const code = status === 301 ? 'PermanentRedirect' : 'AuthorizationHeaderMalformed'
      if (host === `acme.s3.${own}.amazonaws.com` && region === own) return response.end(table)
      return response.writeHead(status, { 'x-amz-bucket-region': own }).end(`<Error><Code>${code}</Code></Error>`)
    })
    const fetchFrom: typeof fetch = (input, init) => {
      const url = new URL(String(input))
      const headers = { ...Object.fromEntries(new Headers(init?.headers)), 'x-asked-host': url.host }
      return fetch(`${origin}${url.pathname}${url.search}`, { ...init, headers })
    }
    const env = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'hush', AWS_REGION: 'us-east-1' }
    return { asked, services: { env, fetch: fetchFrom } }
  }

  test.each([301, 400] as const)(
    'is found by the region that S3 answers with %i, and signed for anew',
    async (status) => {
      const { asked, services } = await s3(() => 'eu-west-1', status)
      expect((await opened('s3://acme/t.csv', services)).rows).toBe(2)
      expect(asked).toEqual([
        { host: 'acme.s3.us-east-1.amazonaws.com', region: 'us-east-1' },
        { host: 'acme.s3.eu-west-1.amazonaws.com', region: 'eu-west-1' },
      ])
    },
  )

  test('is followed once: a bucket that is never at home is refused', async () => {
    const { asked, services } = await s3((host) => (host.includes('us-east-1') ? 'eu-west-1' : 'us-east-1'), 301)
    await expect(opened('s3://acme/t.csv', services)).rejects.toThrow('S3 refuses this (301 PermanentRedirect)')
    expect(asked).toHaveLength(2)
  })

  test.each(['evil.example/', 'a.b', ''])('a region of %j is no region', async (region) => {
    const { asked, services } = await s3(() => region, 301)
    await expect(opened('s3://acme/t.csv', services)).rejects.toThrow('S3 refuses this')
    expect(asked).toHaveLength(1)
  })
})

describe('a bearer token of Azure', () => {
  /** Whether a request may read, as the Blob service decides it: bearer tokens need a version of 2017-11-09 or later, and a date. */
  function isAllowed({ headers }: IncomingMessage): boolean {
    const dated = !Number.isNaN(Date.parse(String(headers['x-ms-date'])))
    return headers.authorization === 'Bearer hush' && String(headers['x-ms-version']) >= '2017-11-09' && dated
  }

  async function azure() {
    return serve((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://azure')
      if (!isAllowed(request)) {
        const challenge = { 'www-authenticate': 'Bearer authorization_uri=https://login.microsoftonline.com/t' }
        return response.writeHead(401, challenge).end('<Error><Code>InvalidAuthenticationInfo</Code></Error>')
      }
      if (searchParams.get('comp') !== 'list') return response.setHeader('etag', '"1"').end(table)
      const names = ['p/a.csv', 'p/b.csv'].filter((name) => name.startsWith(searchParams.get('prefix') ?? ''))
      const blobs = names.map(
        (name) =>
          `<Blob><Name>${name}</Name><Properties><Content-Length>${table.length}</Content-Length><Etag>1</Etag></Properties></Blob>`,
      )
      expect(pathname).toBe('/acme/data')
      return response.end(`<EnumerationResults><Blobs>${blobs.join('')}</Blobs><NextMarker/></EnumerationResults>`)
    })
  }

  const envOf = (origin: string, token: string) => ({
    AZURE_STORAGE_CONNECTION_STRING: `AccountName=acme;BlobEndpoint=${origin}/acme`,
    AZURE_STORAGE_ACCESS_TOKEN: token,
  })

  test('lists and reads, and is masked', async () => {
    const masked: string[] = []
    const log = { ...testServices.log, mask: (secret: string) => masked.push(secret) }
    const services = { env: envOf(await azure(), 'hush'), log }
    expect((await opened('az://data/p/', services)).rows).toBe(4)
    expect((await opened('az://data/p/a.csv', services)).rows).toBe(2)
    expect(masked).toContain('hush')
  })

  test('that the service refuses says which role it needs, and is not told', async () => {
    const refused = opened('az://data/p/a.csv', { env: envOf(await azure(), 'stale') })
    await expect(refused).rejects.toThrow(/may not be read \(401 InvalidAuthenticationInfo\)[\s\S]*Blob Data Reader/)
    await expect(refused).rejects.not.toThrow('stale')
  })
})
