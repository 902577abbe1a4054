import { createServer } from 'node:net'
import { InputError, isCode } from '@trainyard/ports'

/**
 * Whether a port is free, or held by the server that is about to be replaced.
 * @param ours address of that server
 * @throws InputError where somebody else has it
 */
export async function checkPort(
  { host, port }: { readonly host: string; readonly port: number },
  ours: string | undefined,
): Promise<void> {
  if (port === 0 || (ours !== undefined && new URL(ours).port === String(port))) return
  try {
    await listenOnce(host, port)
  } catch (error) {
    const what = isCode(error, 'EADDRINUSE') ? `port ${port} is taken on ${host}` : `cannot listen on ${host}:${port}`
    throw new InputError(what, { cause: error, remedy: 'Choose another: --port, or deploy.port in trainyard.yml.' })
  }
}

function listenOnce(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}
