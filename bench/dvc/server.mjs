// Serves a folder over HTTP on a port of its own, which it prints.
// usage: node server.mjs FOLDER
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'

const [folder = '.'] = process.argv.slice(2)
const server = createServer(async (request, response) => {
  const file = path.join(folder, new URL(request.url, 'http://x').pathname)
  const content = await readFile(file).catch(() => undefined)
  if (!content) return response.writeHead(404).end()
  response.writeHead(200, { 'content-length': content.length })
  return response.end(request.method === 'HEAD' ? undefined : content)
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
