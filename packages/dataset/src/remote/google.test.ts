import { expect, test } from '@jest/globals'
import { serve } from '../../../../test/support/servers.ts'
import { openDataset } from '../open.ts'
import { testServices } from '../testing/services.ts'

/** Lists three objects a page, and gives each only at the generation that was listed, as the JSON API documents it. */
async function paged(names: readonly string[]) {
  return serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://bucket')
    const name = decodeURIComponent(pathname.replace(/^\/storage\/v1\/b\/bucket\/o\/?/, ''))
    if (name !== '') {
      const found = names.includes(name) && searchParams.get('generation') === `7${names.indexOf(name)}`
      return response.writeHead(found ? 200 : 404, { 'x-goog-generation': `7${names.indexOf(name)}` }).end('v\n1\n')
    }
    const from = Number(searchParams.get('pageToken') ?? 0)
    const matching = names.filter((key) => key.startsWith(searchParams.get('prefix') ?? ''))
    const items = matching.slice(from, from + 3)
    const nextPageToken = from + 3 < matching.length ? String(from + 3) : undefined
    const described = items.map((key) => ({ name: key, size: '4', generation: `7${names.indexOf(key)}` }))
    return response.end(JSON.stringify({ ...(items.length > 0 && { items: described }), nextPageToken }))
  })
}

test('a list of several pages is read to its end, each object at the generation that was listed', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `t/a b/${index}.csv`)
  const host = new URL(await paged([...names, 'other.csv'])).host
  const services = { ...testServices, env: { STORAGE_EMULATOR_HOST: host } }
  const dataset = await openDataset({ base: '/', train: ['gs://bucket/t'] }, services)
  await dataset.close()
  expect(dataset.rows).toBe(8)
  expect(dataset.files.map(({ path }) => path)).toEqual(names.map((name) => `gs://bucket/${name}`))
  expect(dataset.files[3]?.version).toBe('73')
  await expect(openDataset({ base: '/', train: ['gs://bucket/none/'] }, services)).rejects.toThrow('no data files lie')
})
