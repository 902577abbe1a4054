// A Docker engine of our own: no bridge, its own folders, a private socket.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { atEnd, find, run, start, until } from './support.mjs'

/** Gives a function that runs the docker client against the engine. */
export async function startEngine(t, folder) {
  await mkdir(folder, { recursive: true })
  const host = `unix://${path.join(folder, 'sock')}`
  const where = ['--data-root', path.join(folder, 'data'), '--exec-root', path.join(folder, 'exec')]
  // The engine leaves this one mounted.
  atEnd(t, () => run('umount', [path.join(folder, 'exec', 'netns', 'default')]).catch(() => undefined))
  const { output } = start(t, 'dockerd', [
    ...['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver', 'overlay2'],
    ...where,
    ...['--pidfile', path.join(folder, 'pid'), '--host', host],
  ])
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: folder }
  const docker = async (...args) => (await run(find('docker'), args, { env })).stdout.trim()
  await until('dockerd', () => docker('version', '--format', '{{.Server.Version}}'), { log: output })
  return docker
}

/** Starts a container as a careful cluster would: read-only, without capabilities, as a plain user. */
export async function runHardened(t, docker, image, port) {
  const limits = ['--network', 'host', '--read-only', '--cap-drop', 'ALL', '--user', '65532']
  const id = await docker(
    'run',
    '--detach',
    ...limits,
    '--security-opt',
    'no-new-privileges',
    '--env',
    `PORT=${port}`,
    image,
  )
  atEnd(t, () => docker('rm', '--force', id).catch(() => undefined))
  return id
}
