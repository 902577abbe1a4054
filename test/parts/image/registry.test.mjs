// Pushing to and pulling from a real registry, without a login, with a password, and with tokens.
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { password, startRegistry, user } from './registry-server.mjs'
import { atEnd, dockerLogin, missing, room, run, scratchFolder, services } from './support.mjs'

const skip = missing('docker-registry', 'skopeo', 'htpasswd', 'openssl')
const linux = { os: 'linux', architecture: 'amd64' }

async function makeImage(oci, folder) {
  const layout = await oci.openLayout(folder)
  const entry = (at, bytes) => ({ type: 'file', path: at, mode: 0o644, content: Buffer.alloc(bytes, at) })
  const layers = [
    await oci.writeLayer(layout, [entry('big', 30 << 20)], { compression: 'none' }),
    await oci.writeLayer(layout, [entry('small', 1000)], { compression: 'gzip' }),
  ]
  const rootfs = { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) }
  return oci.writeImage(
    layout,
    { ...linux, rootfs },
    layers.map(({ descriptor }) => descriptor),
    {},
  )
}

for (const auth of ['none', 'basic', 'token']) {
  test(`push, inspect, push again, mount, pull (${auth})`, { skip }, async (t) => {
    const folder = await scratchFolder(t)
    const oci = await room('oci')
    const { host } = await startRegistry(t, path.join(folder, 'registry'), auth)
    const image = await makeImage(oci, path.join(folder, 'layout'))
    await dockerLogin(folder, host, user, password)
    const world = services({ toolCache: folder, dockerConfig: folder })
    const access = oci.registryAccess(world)
    const target = oci.parseReference(`${host}/acme/churn:v1`)

    const first = await oci.pushImage(image, target, access)
    assert.deepEqual(first.blobs, { there: 0, mounted: 0, uploaded: 3 })
    assert.equal(first.reference, `${host}/acme/churn:v1@${image.descriptor.digest}`)

    const creds = auth === 'none' ? [] : ['--creds', `${user}:${password}`]
    const inspect = ['inspect', '--tls-verify=false', ...creds, `docker://${host}/acme/churn:v1`]
    const seen = JSON.parse((await run('skopeo', inspect)).stdout)
    assert.equal(seen.Digest, image.descriptor.digest)
    assert.deepEqual(
      seen.Layers,
      image.manifest.layers.map(({ digest }) => digest),
    )

    const again = await oci.pushImage(image, target, access)
    assert.deepEqual(again.blobs, { there: 3, mounted: 0, uploaded: 0 })

    const mounts = new Map(image.manifest.layers.map(({ digest }) => [digest, 'acme/churn']))
    const second = await oci.pushImage(image, oci.parseReference(`${host}/acme/second`), access, mounts)
    assert.deepEqual(second.blobs, { there: 0, mounted: 2, uploaded: 1 })

    const store = await oci.openLayout(path.join(folder, 'pulled'))
    const pulled = await oci.pullImage(target, linux, store, access)
    assert.equal(pulled.digest, image.descriptor.digest)
    assert.deepEqual(pulled.manifest, image.manifest)
    if (auth !== 'none') assert.ok(world.masked.includes(password))
  })
}

for (const auth of ['basic', 'token']) {
  test(`a wrong password and no password are said to be so (${auth})`, { skip }, async (t) => {
    const folder = await scratchFolder(t)
    const oci = await room('oci')
    const { host } = await startRegistry(t, path.join(folder, 'registry'), auth)
    const image = await makeImage(oci, path.join(folder, 'layout'))
    const target = oci.parseReference(`${host}/acme/churn:v1`)
    const push = () =>
      oci.pushImage(image, target, oci.registryAccess(services({ toolCache: folder, dockerConfig: folder })))
    const asksForLogin = ({ name, message }) => name === 'InputError' && message.includes(`docker login ${host}`)
    await assert.rejects(push, asksForLogin)
    await dockerLogin(folder, host, user, 'wrong')
    await assert.rejects(push, asksForLogin)
  })
}

test('a credential helper is asked', { skip }, async (t) => {
  const folder = await scratchFolder(t)
  const oci = await room('oci')
  const { host } = await startRegistry(t, path.join(folder, 'registry'), 'basic')
  const image = await makeImage(oci, path.join(folder, 'layout'))
  const bin = path.join(folder, 'bin')
  await mkdir(bin)
  const answer = JSON.stringify({ ServerURL: host, Username: user, Secret: password })
  const program = `#!/bin/sh\nread server\n[ "$server" = "${host}" ] && echo '${answer}'\n`
  await writeFile(path.join(bin, 'docker-credential-part'), program, { mode: 0o755 })
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ credsStore: 'part' }))
  const before = process.env.PATH
  process.env.PATH = `${bin}:${before}`
  atEnd(t, () => {
    process.env.PATH = before
  })
  const access = oci.registryAccess(services({ toolCache: folder, dockerConfig: folder }))
  const { blobs } = await oci.pushImage(image, oci.parseReference(`${host}/acme/churn`), access)
  assert.equal(blobs.uploaded, 3)
})

test('a layout that skopeo wrote is read, and one that we wrote is copied by it', { skip }, async (t) => {
  const folder = await scratchFolder(t)
  const oci = await room('oci')
  const image = await makeImage(oci, path.join(folder, 'ours'))
  const theirs = path.join(folder, 'theirs')
  await run('skopeo', [
    '--insecure-policy',
    'copy',
    '--preserve-digests',
    `oci:${path.join(folder, 'ours')}`,
    `oci:${theirs}`,
  ])
  const read = await oci.readImage(theirs)
  assert.equal(read.descriptor.digest, image.descriptor.digest)
  await oci.unpackLayers(theirs, read.descriptor.digest, path.join(folder, 'unpacked'))
})
