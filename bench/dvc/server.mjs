// Serves a folder over HTTP from memory, on a port of its own, which it prints.
// usage: node server.mjs FOLDER
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'

const [folder = '.'] = process.argv.slice(2)
const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const files = new Map(
  entries.map(({ parentPath, name }) => {
    const file = path.join(parentPath, name)
    return [`/${path.relative(folder, file)}`, readFileSync(file)]
  }),
)
const server = createServer((request, response) => {
  const content = files.get(request.url)
  if (!content) return response.writeHead(404).end()
  response.writeHead(200, { 'content-length': content.length })
  return response.end(request.method === 'HEAD' ? undefined : content)
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
