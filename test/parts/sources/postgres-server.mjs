// A PostgreSQL server of our own: Debian's program, a folder and a port of its own, a login with a password, TLS.
import { execFileSync } from 'node:child_process'
import { chown, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { atEnd, freePort, run, start, until } from '../image/support.mjs'

export const password = 'p@ss:w/ord é'

/** Programs of the newest installed version; nothing where there is none. */
export async function postgresFolder() {
  const versions = await readdir('/usr/lib/postgresql').catch(() => [])
  const [newest] = versions.sort((a, b) => Number(b) - Number(a))
  return newest && path.join('/usr/lib/postgresql', newest, 'bin')
}

/** The server refuses to run as root: there, it runs as the user that Debian made for it. */
function account() {
  if (process.getuid() !== 0) return {}
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Starts a server, and gives what connects to it and a function that runs SQL as its administrator. */
export async function startPostgres(t, folder) {
  const [bin, owner, port] = [await postgresFolder(), account(), await freePort()]
  const data = path.join(folder, 'data')
  await mkdir(data, { recursive: true })
  await certificates(folder)
  await writeFile(path.join(folder, 'password'), password)
  if (owner.uid) await run('chown', ['-R', 'postgres:postgres', folder])
  const options = ['--auth=scram-sha-256', '--username=admin', `--pwfile=${path.join(folder, 'password')}`]
  await run(path.join(bin, 'initdb'), ['-D', data, '--encoding=UTF8', '--locale=C', '--no-sync', ...options], owner)
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    fsync: 'off',
    ssl: 'on',
    ssl_cert_file: path.join(folder, 'server.crt'),
    ssl_key_file: path.join(folder, 'server.key'),
    timezone: 'America/New_York',
    datestyle: 'German',
  }
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { output } = start(t, path.join(bin, 'postgres'), ['-D', data, ...given], owner)
  const url = (user, word, query = '') =>
    `postgresql://${user}:${encodeURIComponent(word)}@127.0.0.1:${port}/postgres${query}`
  const { default: pg } = await import('pg')
  const client = await until('PostgreSQL', () => connected(pg, url('admin', password)), { log: output })
  atEnd(t, () => client.end())
  return { port, url, run: (sql) => client.query(sql), certificate: path.join(folder, 'server.crt') }
}

async function connected(pg, connectionString) {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** A certificate that is its own authority, for the name localhost. */
async function certificates(folder) {
  const [key, certificate] = ['server.key', 'server.crt'].map((name) => path.join(folder, name))
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes'],
    ...['-keyout', key, '-out', certificate, ...subject],
  ])
  await run('chmod', ['600', key])
  await chown(certificate, process.getuid(), process.getgid())
}
