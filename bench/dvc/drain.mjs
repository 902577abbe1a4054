// Reads every file of a server and throws it away: how fast the server can be.
// usage: node drain.mjs URL FOLDER-THAT-IT-SERVES
import { readdirSync } from 'node:fs'
import { Agent, get } from 'node:http'
import path from 'node:path'

const [url, folder] = process.argv.slice(2)
const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const names = entries.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
const agent = new Agent({ keepAlive: true })

const drain = (name) =>
  new Promise((done) => get(`${url}/${name}`, { agent }, (response) => response.resume().on('end', done)))

await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) await drain(name)
  }),
)
agent.destroy()
