// Random tables of all kinds of columns, and the penguins, as Parquet files.
import path from 'node:path'
import { room, root } from '../image/support.mjs'

const words = ['red', 'green', 'blue', 'Red', '']
const texts = [
  'Zoë',
  '東京',
  'a b',
  ' a',
  'O’Neil',
  "it's",
  '"quoted"',
  '😀 ok',
  'x\ny',
  '100%',
  'a_b',
  '42',
  '-1.5',
  'ß',
  'é',
]
const jsons = ['{"a": 1}', '[1, 2]', '"x"', 'null', '{"a": }', 'nope', '{"a": "b"}', '7']
const moments = ['2024-01-05', '2024-02-30', '05/01/2024', '2024-01-05 10:20:30', 'yesterday', '2023-12-31', '20240105']

const day = (draw) => `20${20 + draw.below(6)}-0${1 + draw.below(9)}-${10 + draw.below(19)}`
const clock = (draw) =>
  `0${draw.below(10)}:${10 + draw.below(50)}:${10 + draw.below(50)}${draw.pick(['', '.5', '.000125'])}`

/** A type of Parquet column, and how one of its values is drawn. */
const kinds = {
  integers: ['BIGINT', (draw) => draw.below(101) - 50],
  few: ['INTEGER', (draw) => draw.below(4)],
  small: ['UTINYINT', (draw) => draw.below(256)],
  big: ['BIGINT', (draw) => BigInt(draw.below(2 ** 31) - 2 ** 30) * 8_589_934_591n],
  numbers: ['DOUBLE', (draw) => Math.round(draw.between(-1e4, 1e4)) / 100],
  halves: ['FLOAT', (draw) => draw.below(12) / 2],
  wild: ['DOUBLE', (draw) => draw.pick([1 / 0, -1 / 0, Number.NaN, 0, -0.5, 1e300, 1e-300, 3])],
  decimals: ['DECIMAL(12,3)', (draw) => Math.round(draw.between(-1e5, 1e5)) / 1000],
  flags: ['BOOLEAN', (draw) => draw.chance(0.5)],
  words: ['VARCHAR', (draw) => draw.pick(words)],
  texts: ['VARCHAR', (draw) => draw.pick(texts)],
  codes: ['VARCHAR', (draw) => `${draw.pick(['A', 'B', 'c'])}-${draw.below(1000)}`],
  jsons: ['VARCHAR', (draw) => draw.pick(jsons)],
  moments: ['VARCHAR', (draw) => draw.pick(moments)],
  dates: ['DATE', day],
  timestamps: ['TIMESTAMP', (draw) => `${day(draw)} ${clock(draw)}`],
  zoned: ['TIMESTAMPTZ', (draw) => `${day(draw)} ${clock(draw)}+02`],
  clocks: ['TIME', clock],
}
const names = ['a', 'b', 'c', 'd', 'the size', 'größe', 'x"y', 'E']

/** Writes tables. @returns their files */
export async function writeTables({ count, folder, draw, engine }) {
  const files = []
  for (let index = 0; index < count; index += 1) {
    const file = path.join(folder, `random-${index}.parquet`)
    await writeTable(randomColumns(draw), file, engine)
    files.push(file)
  }
  const penguins = path.join(folder, 'penguins.parquet')
  const { sql } = await room('dataset')
  const source = path.join(root, 'examples/penguins/data/penguins.csv')
  await engine.run(sql`COPY (FROM read_csv(${source}, nullstr = 'NA')) TO ${penguins} (FORMAT parquet)`)
  return [...files, penguins]
}

function randomColumns(draw) {
  const rows = draw.pick([0, 1, 2, 5, 10, 10, 30, 30, 60, 60, 150])
  const chosen = [...draw.times(2 + draw.below(4), () => draw.pick(Object.keys(kinds))), draw.pick(['numbers', 'few'])]
  const kept = draw.chance(0.3) ? [...chosen, chosen[0]] : chosen
  return kept.map((kind, index) => {
    const nulls = draw.pick([0, 0, 0.1, 0.4, draw.chance(0.2) ? 1 : 0])
    const [type, value] = kinds[kind]
    const constant = draw.chance(0.06) && value(draw)
    const values = draw.times(rows, () => (draw.chance(nulls) ? null : constant || value(draw)))
    return { name: names[index], type, values }
  })
}

async function writeTable(columns, file, engine) {
  const { identifier, join, literal, sql } = await room('dataset')
  const typed = columns.map(({ name, type }) => sql`${identifier(name)} ${typeName(type, sql)}`)
  await engine.run(sql`CREATE TABLE drawn (${join(typed)})`)
  const rows = columns[0].values.map((_, row) => sql`(${join(columns.map(({ values }) => literal(values[row])))})`)
  if (rows.length > 0) await engine.run(sql`INSERT INTO drawn VALUES ${join(rows)}`)
  await engine.run(sql`COPY drawn TO ${file} (FORMAT parquet)`)
  await engine.run(sql`DROP TABLE drawn`)
}

/** A type's name is written here alone, so it may stand unquoted. */
function typeName(type, sql) {
  return sql([type])
}
