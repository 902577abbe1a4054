/** The binaries that are never bundled. `node` is only ever packed into images. */
export type PartName = 'duckdb' | 'onnxruntime' | 'node'

/** What is installed, and what of it this machine needs. */
export interface Part {
  readonly name: string
  /** Folder of its manifests. */
  readonly manifest: string
  /** The npm package that is asked for, at exactly this version. */
  readonly package: string
  readonly version: string
  /** The file to load or to pack, inside the package. */
  readonly entry: string
  /** Package and file that hold the binary itself: it is not there on a platform that was not installed. */
  readonly binary: { readonly package: string; readonly file: string }
  /** Platforms it is installed on, `linux-x64` and the like. */
  readonly platforms: readonly string[]
  /** Works with musl, the C library of Alpine. */
  readonly musl: boolean
  /** Folders, relative to the install, that hold other platforms' binaries: only `keep` stays. */
  readonly prune: readonly { readonly folder: string; readonly keep: string }[]
  readonly remedy: string
}

/** The parts that Trainyard ships manifests for, on one platform. */
export function partFor(name: PartName, platform: string, arch: string): Part {
  return builders[name](platform, arch)
}

const builders: Readonly<Record<PartName, (platform: string, arch: string) => Part>> = {
  duckdb: (platform, arch) => ({
    name: 'DuckDB',
    manifest: 'duckdb',
    package: '@duckdb/node-api',
    version: '1.5.6-r.1',
    entry: 'lib/index.js',
    binary: { package: `@duckdb/node-bindings-${platform}-${arch}`, file: 'duckdb.node' },
    // The shipped lockfile knows the hashes of this platform's binaries only; without a hash nothing is installed.
    platforms: ['linux-x64'],
    musl: false,
    prune: [],
    remedy:
      'Use Linux on x64 with glibc, or install @duckdb/node-api 1.5.6-r.1 in a node_modules folder above this program.',
  }),
  onnxruntime: (platform, arch) => ({
    name: 'ONNX Runtime',
    manifest: 'onnxruntime',
    package: 'onnxruntime-node',
    version: '1.30.0',
    entry: 'dist/index.js',
    binary: { package: 'onnxruntime-node', file: `bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node` },
    platforms: ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'],
    musl: false,
    prune: [
      { folder: 'node_modules/onnxruntime-node/bin/napi-v6', keep: platform },
      { folder: `node_modules/onnxruntime-node/bin/napi-v6/${platform}`, keep: arch },
    ],
    remedy: 'Use Linux with glibc, macOS on Apple silicon, or Windows.',
  }),
  node: (platform, arch) => ({
    name: 'Node for images',
    manifest: `node-${platform}-${arch}`,
    package: `node-${platform}-${arch}`,
    version: '24.21.0',
    entry: 'bin/node',
    binary: { package: `node-${platform}-${arch}`, file: 'bin/node' },
    platforms: ['linux-x64', 'linux-arm64'],
    musl: false,
    prune: [],
    remedy: 'Build on Linux with glibc, or name another image.base, such as a distroless Node image.',
  }),
}
