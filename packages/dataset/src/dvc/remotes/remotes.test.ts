import path from 'node:path'
import { expect, test } from '@jest/globals'
import { storeContext } from '../../remote/context.ts'
import { inFolder, testServices } from '../../testing/services.ts'
import { openRemote } from './index.ts'

const key = 'files/md5/ab/cd'

type Values = Readonly<Record<string, string>>

const settingsOf = ({ url = '', ...values }: Values) => ({
  name: 'main',
  url,
  values: new Map(Object.entries({ url, ...values })),
})

/** What a remote asks for, with these settings and this environment. */
async function asked(values: Values, env: Values = {}) {
  const requests: Request[] = []
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    requests.push(new Request(input, init))
    return new Response('x')
  }
  const context = storeContext({ ...testServices, fetch, env })
  await inFolder({}, async (folder) => {
    const remote = await openRemote(settingsOf(values), context)
    await remote.bring(key, [path.join(folder, 'object')], () => undefined)
  })
  const [request] = requests
  return { url: request?.url, login: request?.headers.get('authorization')?.split(/[ /]/).slice(0, 2).join(' ') }
}

const own = { access_key_id: 'OWN', secret_access_key: 'secret' }
const given = { AWS_ACCESS_KEY_ID: 'GIVEN', AWS_SECRET_ACCESS_KEY: 'secret' }
const account = 'AccountName=ada;AccountKey=c2VjcmV0;BlobEndpoint=https://blob.example'

test.each<[Values, Values, string, string | undefined]>([
  [
    { url: 's3://tank/p/q', ...own },
    given,
    `https://tank.s3.us-east-1.amazonaws.com/p/q/${key}`,
    'AWS4-HMAC-SHA256 Credential=OWN',
  ],
  [
    { url: 's3://tank', region: 'eu-west-1' },
    given,
    `https://tank.s3.eu-west-1.amazonaws.com/${key}`,
    'AWS4-HMAC-SHA256 Credential=GIVEN',
  ],
  [
    { url: 's3://tank/p/', endpointurl: 'https://minio.example', allow_anonymous_login: 'true' },
    given,
    `https://minio.example/tank/p/${key}`,
    undefined,
  ],
  [
    { url: 'gs://b/p' },
    { GOOGLE_OAUTH_ACCESS_TOKEN: 'token' },
    `https://storage.googleapis.com/storage/v1/b/b/o/${encodeURIComponent(`p/${key}`)}?alt=media`,
    'Bearer token',
  ],
  [
    { url: 'azure://c/p', connection_string: account },
    { AZURE_STORAGE_KEY: 'other' },
    `https://blob.example/c/p/${key}`,
    'SharedKey ada:',
  ],
  [
    { url: 'azure://c', account_name: 'ada' },
    { AZURE_STORAGE_ACCESS_TOKEN: 'token' },
    `https://ada.blob.core.windows.net/c/${key}`,
    'Bearer token',
  ],
  [{ url: 'https://host.example/a b', user: 'ada' }, {}, `https://host.example/a%20b/${key}`, undefined],
  [
    { url: 'webdavs://host.example/d', user: 'ada', password: 'x' },
    {},
    `https://host.example/d/${key}`,
    `Basic ${btoa('ada:x')}`,
  ],
  [{ url: 'webdavs://host.example/d', token: 'token' }, {}, `https://host.example/d/${key}`, 'Bearer token'],
])('%j asks for its object, as itself', async (values, env, url, login) => {
  const found = await asked(values, env)
  expect(found.url).toBe(url)
  if (login === undefined) expect(found.login).toBeUndefined()
  else expect(found.login).toContain(login)
})

test.each<[Values, string]>([
  [{ url: 'ssh://host/x' }, 'remotes of the kind ssh:// are not read here'],
  [{ url: 'gdrive://root' }, 'remotes of the kind gdrive:// are not read here'],
  [{ url: 's3://tank', version_aware: 'true' }, 'the setting version_aware is not known here'],
  [{ url: 's3://tank', sse_customer_key: 'x' }, 'the setting sse_customer_key is not known here'],
  [{ url: 's3://tank', profile: 'ada' }, 'logging in to AWS by AWS_PROFILE is not known'],
  [{ url: 'azure://c', account_name: 'ada', client_secret: 'x' }, 'the setting client_secret is not known here'],
  [{ url: 'http://host.example/x' }, 'is not encrypted'],
  [{ url: 'https://ada:hunter2@host.example/x' }, 'a user or password cannot stand in an address'],
  [{ url: 'https://host.example', auth: 'digest' }, 'auth: digest is not possible here'],
  [{ url: 'https://host.example', auth: 'basic', user: 'ada' }, 'a login without a password is not possible here'],
  [{ url: 'https://host.example', ssl_verify: 'false' }, 'ssl_verify: false is not possible here'],
])('refused: %j', async (values, message) => {
  const refusal = asked(values)
  await expect(refusal).rejects.toThrow(message)
  await expect(refusal).rejects.not.toThrow('hunter2')
})
