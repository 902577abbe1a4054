// Calls to customers whose parcel then came in time: 1 for each such row. It reads CSV, whose fields here hold no commas.
import { readFileSync, writeFileSync } from 'node:fs'

const [header, ...rows] = readFileSync(process.env.TRAINYARD_PREDICTIONS, 'utf8').trim().split('\n')
const [label, prediction] = ['label', 'prediction'].map((name) => header.split(',').indexOf(name))
const calls = rows.map((row) => {
  const cells = row.split(',')
  return cells[prediction] === 'yes' && cells[label] === 'no' ? 1 : 0
})
writeFileSync(process.env.TRAINYARD_RESULT, JSON.stringify({ calls }))
