import path from 'node:path'
import { type LocateServices, locate } from '@trainyard/native'
import { type FileEntry, folderEntries } from '@trainyard/oci'
import { InputError } from '@trainyard/ports'

const root = 'app/node_modules'

/** ONNX Runtime for the server: JavaScript and the binaries of one platform, 46 MB of the package's 288. */
export interface Runtime {
  readonly entries: readonly FileEntry[]
  /** Its native files, whose libraries the base must have. */
  readonly binaries: readonly string[]
}

/** @throws InputError where ONNX Runtime is not to be had for Linux on this machine */
export async function findRuntime(services: LocateServices, arch: string): Promise<Runtime> {
  const { folder } = await locate('onnxruntime', services)
  const modules = path.join(folder, 'node_modules')
  const native = `bin/napi-v6/linux/${arch}/`
  const isNeeded = (at: string) => isCode(at) || at.startsWith(native)
  const binding = await folderEntries(path.join(modules, 'onnxruntime-node'), `${root}/onnxruntime-node`, isNeeded)
  const common = await folderEntries(path.join(modules, 'onnxruntime-common'), `${root}/onnxruntime-common`, isCode)
  const entries = [...binding, ...common]
  const files = entries.map((entry) => entry.content.file)
  const binaries = files.filter((file) => file.endsWith('.node') || path.basename(file).includes('.so'))
  if (binaries.length < 2) {
    throw new InputError(`ONNX Runtime has no binaries for linux-${arch} in ${modules}`, {
      remedy: 'Build the image on Linux with glibc, x64 or arm64.',
    })
  }
  return { entries, binaries }
}

function isCode(at: string): boolean {
  return at === 'package.json' || (at.startsWith('dist/') && (at.endsWith('.js') || at.endsWith('package.json')))
}
