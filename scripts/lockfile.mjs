// Completes lockfiles with the optional packages of other platforms. A registry that serves only some platforms leaves them
// out, and `npm ci` then refuses the lockfile. They get no hash, since their bytes were not seen, and are never installed here.
// usage: node scripts/lockfile.mjs [package-lock.json …]   (after npm install)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const manifests = path.join(root, 'packages/native/manifests')
const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony']
const architectures = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64']

/** Where a package runs, as its name says: `@swc/core-linux-arm-gnueabihf`. */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = systems.find((system) => words.includes(system))
  const cpu = architectures.find((architecture) => words.includes(architecture))
  return {
    ...(cpu && { cpu: [cpu] }),
    ...(words.includes('musl') && { libc: ['musl'] }),
    optional: true,
    ...(os && { os: [os] }),
  }
}

function complete(file) {
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const at = `node_modules/${name}`
      const missing = !Object.keys(lock.packages).some((known) => known === at || known.endsWith(`/${at}`))
      if (missing && platformOf(name).os) lock.packages[at] = { version, ...(dev && { dev }), ...platformOf(name) }
    }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
}

const given = process.argv.slice(2)
const every = [
  path.join(root, 'package-lock.json'),
  ...readdirSync(manifests).map((name) => path.join(manifests, name, 'package-lock.json')),
]
for (const file of given.length > 0 ? given : every) complete(file)
