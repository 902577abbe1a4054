import path from 'node:path'
import type { ContainerConfig } from '@trainyard/oci'
import { InputError } from '@trainyard/ports'

/**
 * How Node is called in an image, read from what the image itself starts: distroless images name `/nodejs/bin/node`,
 * Docker's own have `node` on their PATH and say its version.
 * @throws InputError where the image does not look like one with Node
 */
export function nodeOf({ Entrypoint = [], Cmd = [], Env = [] }: ContainerConfig, reference: string): string {
  const started = [...Entrypoint, ...Cmd].find((word) => path.posix.basename(word) === 'node')
  if (started) return started
  if (Env.some((line) => line.startsWith('NODE_VERSION='))) return 'node'
  throw new InputError(`${reference} does not say where its Node is`, {
    remedy: 'Name an image whose entrypoint or command is node, such as gcr.io/distroless/nodejs24-debian12.',
  })
}
