import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createHttpClient } from '@trainyard/http'
import { type LoopbackOptions, type LoopbackRegistry, startRegistry } from '../../../../test/support/registry.ts'
import {
  blobFile,
  type Image,
  openLayout,
  parseReference,
  pullImage,
  pushImage,
  readImage,
  type TarEntry,
  unpackLayers,
  writeImage,
  writeLayer,
} from '../index.ts'
import type { Credential } from './credentials.ts'

let scratch: string
const open: LoopbackRegistry[] = []
const masked: string[] = []
const linux = { os: 'linux', architecture: 'amd64' }
const ada: Credential = { kind: 'password', username: 'ada', password: 's3cret' }

beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'trainyard-registry-'))
})

afterEach(async () => {
  masked.length = 0
  await Promise.all(open.splice(0).map((registry) => registry.close()))
  await rm(scratch, { recursive: true })
})

async function start(options: LoopbackOptions = {}): Promise<LoopbackRegistry> {
  const registry = await startRegistry(options)
  open.push(registry)
  return registry
}

function login(credential?: Credential) {
  return {
    http: createHttpClient({ fetch, random: () => 0.5, sleep: async () => undefined }),
    credentials: async () => credential,
    mask: (secret: string) => void masked.push(secret),
  }
}

async function makeImage(name = 'image'): Promise<Image> {
  const layout = await openLayout(path.join(scratch, name))
  const entry = (at: string): TarEntry => ({
    type: 'file',
    path: at,
    mode: 0o644,
    content: Buffer.from(at.repeat(500)),
  })
  const layers = [
    await writeLayer(layout, [entry('a')], { compression: 'gzip' }),
    await writeLayer(layout, [entry('b')], { compression: 'none' }),
  ]
  const rootfs = { type: 'layers' as const, diff_ids: layers.map((layer) => layer.diffId) }
  const descriptors = layers.map((layer) => layer.descriptor)
  return writeImage(layout, { ...linux, rootfs }, descriptors, {})
}

const reference = ({ host }: LoopbackRegistry, rest = 'acme/churn:1') => parseReference(`${host}/${rest}`)

describe('pushing', () => {
  test('sends each blob once, the manifest last; again, nothing but the manifest', async () => {
    const registry = await start()
    const image = await makeImage()
    const first = await pushImage(image, reference(registry), login())
    expect(first.blobs).toEqual({ there: 0, mounted: 0, uploaded: 3 })
    expect(first.reference).toBe(`${registry.host}/acme/churn:1@${image.descriptor.digest}`)
    expect(registry.requests.at(-1)).toBe('PUT /v2/acme/churn/manifests/1')
    expect(registry.requests.filter((line) => line.includes('?state=kept&digest=sha256'))).toHaveLength(3)
    const again = await pushImage(image, reference(registry), login())
    expect(again.blobs).toEqual({ there: 3, mounted: 0, uploaded: 0 })
  })

  test('takes blobs from another repository of the registry', async () => {
    const registry = await start()
    const image = await makeImage()
    await pushImage(image, reference(registry, 'base/node:24'), login())
    const mounts = new Map(image.manifest.layers.map(({ digest }) => [digest, 'base/node']))
    const { blobs } = await pushImage(image, reference(registry), login(), mounts)
    expect(blobs).toEqual({ there: 0, mounted: 2, uploaded: 1 })
  })

  test.each([
    ['Basic', 'basic' as const, ada],
    ['a token for a password', 'token' as const, ada],
    ['a token for an identity', 'token' as const, { kind: 'identity', token: 'identity' } as const],
  ])('with %s', async (_name, auth, credential) => {
    const registry = await start({ auth })
    const { blobs } = await pushImage(await makeImage(), reference(registry), login(credential))
    expect(blobs.uploaded).toBe(3)
    if (auth === 'token') {
      expect(masked).toEqual(['t0ken'])
      expect(registry.requests.filter((line) => line.includes('/token'))).toHaveLength(1)
    }
  })

  test.each(['basic', 'token'] as const)('without a login (%s): says how to log in', async (auth) => {
    const registry = await start({ auth })
    const pushed = pushImage(await makeImage(), reference(registry), login())
    await expect(pushed).rejects.toThrow(`docker login ${registry.host}`)
    expect(registry.manifests.size).toBe(0)
  })

  test('with an account that may not: the answer is not repeated for ever', async () => {
    const interfere: LoopbackOptions['interfere'] = (request, response) => {
      if (request.method !== 'POST') return false
      response.writeHead(403).end('{"errors":[{"code":"DENIED"}]}')
      return true
    }
    const registry = await start({ interfere })
    await expect(pushImage(await makeImage(), reference(registry), login(ada))).rejects.toThrow('does not allow it')
  })

  test('a login is never sent unencrypted to another machine', async () => {
    const registry = await start({ auth: 'token', realm: 'http://192.0.2.1' })
    const pushed = pushImage(await makeImage(), reference(registry), login(ada))
    await expect(pushed).rejects.toThrow('wants the login sent unencrypted, to http://192.0.2.1')
  })

  test('an upload that breaks begins anew', async () => {
    let breaks = 2
    const interfere: LoopbackOptions['interfere'] = (request) => {
      if (request.method !== 'PUT' || !request.url?.includes('uploads') || breaks === 0) return false
      breaks -= 1
      request.socket.destroy()
      return true
    }
    const registry = await start({ interfere })
    const { blobs } = await pushImage(await makeImage(), reference(registry), login())
    expect(blobs.uploaded).toBe(3)
    expect(registry.requests.filter((line) => line.startsWith('POST'))).toHaveLength(5)
  })

  test('a registry that stored other bytes is found out', async () => {
    const interfere: LoopbackOptions['interfere'] = (request, response) => {
      if (!request.url?.includes('/manifests/')) return false
      response.writeHead(201, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }).end()
      return true
    }
    const registry = await start({ interfere })
    await expect(pushImage(await makeImage(), reference(registry), login())).rejects.toThrow(
      /stored sha256:0000.* instead/,
    )
  })

  test('a digest is no place to push to', async () => {
    const image = await makeImage()
    const target = parseReference(`localhost:1/a@${image.descriptor.digest}`)
    await expect(pushImage(image, target, login())).rejects.toThrow('a digest cannot be chosen')
  })
})

describe('pulling', () => {
  const pushed = async (options: LoopbackOptions = {}) => {
    const registry = await start(options)
    const image = await makeImage()
    await pushImage(image, reference(registry), login(ada))
    return { registry, image, layout: await openLayout(path.join(scratch, 'pulled')) }
  }

  /** Puts an index over the pushed image, as multi-platform images have. */
  function addIndex({ manifests }: LoopbackRegistry, image: Image): void {
    const other = {
      ...image.descriptor,
      digest: `sha256:${'1'.repeat(64)}`,
      platform: { os: 'linux', architecture: 'arm64' },
    }
    const mediaType = 'application/vnd.oci.image.index.v1+json'
    const index = { schemaVersion: 2, mediaType, manifests: [other, image.descriptor] }
    manifests.set('acme/churn/multi', {
      type: `${mediaType}; charset=utf-8`,
      bytes: Buffer.from(JSON.stringify(index)),
    })
  }

  test('a tag gives the image, pinned to its digest', async () => {
    const { registry, image, layout } = await pushed()
    const pulled = await pullImage(reference(registry), linux, layout, login())
    expect(pulled.digest).toBe(image.descriptor.digest)
    expect(pulled.manifest).toEqual(image.manifest)
    const written = await writeImage(layout, pulled.config, pulled.manifest.layers, pulled.manifest.annotations ?? {})
    expect(written.descriptor.digest).toBe(image.descriptor.digest)
    expect((await readImage(layout.folder)).manifest).toEqual(image.manifest)
    await unpackLayers(layout.folder, image.descriptor.digest, path.join(scratch, 'unpacked'))
    expect((await readdir(path.join(scratch, 'unpacked'))).sort()).toEqual(['a', 'b'])
  })

  test('an index gives the image of the platform', async () => {
    const { registry, image, layout } = await pushed()
    addIndex(registry, image)
    const pulled = await pullImage(reference(registry, 'acme/churn:multi'), linux, layout, login())
    expect(pulled.manifest).toEqual(image.manifest)
    expect(pulled.digest).not.toBe(image.descriptor.digest)
    const none = pullImage(
      reference(registry, 'acme/churn:multi'),
      { os: 'linux', architecture: 's390x' },
      layout,
      login(),
    )
    await expect(none).rejects.toThrow('is not there for linux/s390x: it has linux/arm64, linux/amd64')
  })

  test('a single image of another platform is refused', async () => {
    const { registry, layout } = await pushed()
    const pulled = pullImage(reference(registry), { os: 'linux', architecture: 'arm64' }, layout, login())
    await expect(pulled).rejects.toThrow('is not there for linux/arm64: it has linux/amd64')
  })

  test('no such tag', async () => {
    const { registry, layout } = await pushed()
    await expect(pullImage(reference(registry, 'acme/churn:2'), linux, layout, login())).rejects.toThrow(
      `there is no image ${registry.host}/acme/churn:2`,
    )
  })

  test('blobs on another host are fetched without the login', async () => {
    const storage = await start()
    const { registry, layout } = await pushed({ auth: 'basic', blobsAt: `http://${storage.host}` })
    for (const [key, bytes] of registry.blobs) storage.blobs.set(key, bytes)
    await pullImage(reference(registry), linux, layout, login(ada))
    expect(storage.requests).toHaveLength(3)
    expect(new Set(storage.authorizations)).toEqual(new Set([undefined]))
  })

  test('other bytes than the digest says are refused, and nothing is kept', async () => {
    const { registry, image, layout } = await pushed()
    const layer = image.manifest.layers[0]?.digest ?? ''
    registry.blobs.set(`acme/churn/${layer}`, Buffer.from('other bytes'))
    await expect(pullImage(reference(registry), linux, layout, login())).rejects.toThrow(`expected ${layer}, received`)
    const manifest = registry.manifests.get('acme/churn/1')
    registry.manifests.set(`acme/churn/${image.descriptor.digest}`, {
      type: manifest?.type ?? '',
      bytes: Buffer.from('{}'),
    })
    const pinned = reference(registry, `acme/churn@${image.descriptor.digest}`)
    await expect(pullImage(pinned, linux, layout, login())).rejects.toThrow(`instead of ${image.descriptor.digest}`)
  })

  test('a download that breaks off is repeated', async () => {
    let breaks = 1
    const interfere: LoopbackOptions['interfere'] = (request, response) => {
      if (request.method !== 'GET' || !request.url?.includes('/blobs/') || breaks === 0) return false
      breaks -= 1
      response.writeHead(200, { 'content-length': '999999' }).write('half')
      setTimeout(() => request.socket.destroy(), 20)
      return true
    }
    const { registry, layout } = await pushed({ interfere })
    expect((await pullImage(reference(registry), linux, layout, login())).manifest.layers).toHaveLength(2)
  })

  test('blobs that are there are not fetched, damaged ones are', async () => {
    const { registry, image, layout } = await pushed()
    await pullImage(reference(registry), linux, layout, login())
    const count = () => registry.requests.filter((line) => /^GET .*blobs/.test(line)).length
    expect(count()).toBe(3)
    await pullImage(reference(registry), linux, layout, login())
    expect(count()).toBe(3)
    await writeFile(blobFile(layout, image.manifest.config.digest), 'damaged')
    await pullImage(reference(registry), linux, layout, login())
    expect(count()).toBe(4)
  })
})
