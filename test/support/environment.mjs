import { TestEnvironment } from 'jest-environment-node'

/** Native modules compare typed arrays with the host's own constructors, so the sandbox must share them. */
export default class SharedArraysEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    for (const name of [
      'ArrayBuffer',
      'BigInt64Array',
      'BigUint64Array',
      'Float32Array',
      'Float64Array',
      'Int32Array',
      'Uint8Array',
    ]) {
      this.global[name] = globalThis[name]
    }
  }
}
