// The loopback GitHub for programs without TypeScript, such as the act tests; needs `npm run emit` first.
// usage: node test/support/github-server.mjs [PORT]   prints the environment a step needs, and serves until it is ended
import { fileURLToPath } from 'node:url'
import * as loopback from '../../.build/test/support/github.js'

/** Starts it with everything of one run in one place: environment, requests made, artifacts by name. */
export async function startGitHub(port = 0) {
  const github = await loopback.startGitHub(port)
  return {
    env: github.env(),
    get requests() {
      return github.calls
    },
    get artifacts() {
      return new Map(github.artifacts.map((artifact) => [artifact.name, artifact]))
    },
    close: () => github.close(),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const github = await startGitHub(Number(process.argv[2] ?? 0))
  console.log(JSON.stringify(github.env))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => github.close())
}
