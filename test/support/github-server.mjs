// The loopback GitHub as a process of its own, for act: prints the environment that a step needs, serves until it is ended.
// usage (after npm run emit): node test/support/github-server.mjs [PORT]
import { startGitHub } from '../../.build/test/support/github.js'

const github = await startGitHub(Number(process.argv[2] ?? 0))
console.log(JSON.stringify(github.env()))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => github.close())
