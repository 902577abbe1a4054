// How often the gate of latency errs: serves a real model against itself, and against one that takes about twice as long, by the
// program that goes into the image, and lets the gate judge what was measured.
// usage: node scripts/emit.mjs && node bench/gates/latency.mjs [--write] [trials]      --write puts the table into docs/statistics.md
// chrt -r 1 before it has the machine to itself, whatever else runs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const build = process.env.TRAINYARD_BUILD ?? path.join(root, '.build')
const from = (file) => import(path.join(build, 'packages', file))
const { terminalServices } = await from('ci/src/index.js')
const { measureLoad } = await from('deployment/src/index.js')
const { packageModel } = await from('model/src/index.js')
const { writeOnnx } = await from('onnx/src/index.js')
const { parseCost } = await from('evaluation/src/costs/rule.js')
const { judgeCost } = await from('evaluation/src/costs/judge.js')

const trials = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 20)
const seed = 20261126
const services = terminalServices()
const gates = ['latency.p50 <= champion * 1.2', 'latency.p95 <= champion * 1.2', 'latency.p99 <= champion * 1.2']
const width = 512

/** A model that multiplies by the same matrix again and again: twice the layers are twice the work. */
function graphOf(layers) {
  const nodes = Array.from({ length: layers }, (_, at) => [
    { op: 'MatMul', inputs: [`h${at}`, 'w'], outputs: [`m${at}`] },
    { op: 'Tanh', inputs: [`m${at}`], outputs: [`h${at + 1}`] },
  ])
  const numbers = (count) => Float32Array.from({ length: count }, (_, at) => Math.sin(at) / Math.sqrt(width))
  return {
    name: `layers-${layers}`,
    inputs: [{ name: 'x', type: 'float32', shape: ['rows', 1] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['rows', 1] }],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'first'], outputs: ['h0'] },
      ...nodes.flat(),
      { op: 'MatMul', inputs: [`h${layers}`, 'last'], outputs: ['y'] },
    ],
    constants: {
      first: { type: 'float32', dims: [1, width], values: numbers(width) },
      w: { type: 'float32', dims: [width, width], values: numbers(width * width) },
      last: { type: 'float32', dims: [width, 1], values: numbers(width) },
    },
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'bench', version: '1' },
  }
}

const scratch = mkdtempSync(path.join(tmpdir(), 'trainyard-latency-'))

async function modelOf(layers) {
  const onnx = path.join(scratch, `${layers}.onnx`)
  writeFileSync(onnx, writeOnnx(graphOf(layers)))
  const folder = path.join(scratch, `${layers}`)
  await packageModel({ onnx, name: `layers-${layers}`, clock: services.clock }, folder)
  return folder
}

const rows = Array.from({ length: 64 }, (_, at) => ({ rows: 1, columns: new Map([['x', Float64Array.of(at / 64)]]) }))

async function measure(candidate, champion, trial) {
  const models = [candidate, champion].map((folder, at) => ({ name: `${at}`, folder, rows }))
  const plan = { requests: 500, warmUp: 100, limitMs: 30_000, seed: seed + trial }
  const program = path.join(root, 'dist/server/index.js')
  const runtime = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node'))
  const [one, other] = await measureLoad({ models, ...plan, node: process.execPath, program, runtime }, services)
  return { candidate: one, champion: other }
}

const waits = []
const count = () => Object.fromEntries(gates.map((gate) => [gate, { pass: 0, inconclusive: 0, fail: 0, ratios: [] }]))

async function simulate(candidate, champion) {
  const told = count()
  for (let trial = 0; trial < trials; trial += 1) {
    const costs = await measure(candidate, champion, trial)
    waits.push(Math.max(costs.candidate.waited ?? 0, costs.champion.waited ?? 0))
    for (const gate of gates) {
      const { verdict, ratio } = judgeCost(parseCost(gate), { costs, inconclusive: 'fail', seed: trial })
      told[gate][verdict] += 1
      told[gate].ratios.push(ratio)
    }
    process.stderr.write(
      `${path.basename(candidate)} against ${path.basename(champion)}, ${trial + 1} of ${trials}: ${gates.map((gate) => told[gate].ratios.at(-1).toFixed(2)).join(' ')}\n`,
    )
  }
  return told
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const cells = ({ pass, inconclusive, fail, ratios }) =>
  `× ${median(ratios).toFixed(2)} | ${[pass, inconclusive, fail].map((told) => `${told} of ${trials}`).join(' | ')}`

try {
  const [plain, twice] = [await modelOf(200), await modelOf(700)]
  const equal = await simulate(plain, plain)
  const slower = await simulate(twice, plain)
  const lines = [
    ...gates.map((gate) => `| \`${gate}\` | the same model | pass | ${cells(equal[gate])} |`),
    ...gates.map((gate) => `| \`${gate}\` | twice the time | fail | ${cells(slower[gate])} |`),
  ]
  const head =
    '| gate | candidate | should | measured (median) | pass | inconclusive | fail |\n|---|---|---|---|---|---|---|'
  const [least, most] = [Math.min(...waits), Math.max(...waits)].map((share) => Math.round(100 * share))
  const machine = `${availableParallelism()} cores of ${cpus()[0].model.trim()}, where the servers waited ${least} to ${most} % of their time`
  const made = `${head}\n${lines.join('\n')}\n\nMade by \`node bench/gates/latency.mjs --write ${trials}\`, seed ${seed}, 500 requests to each; ${machine}.`
  if (process.argv.includes('--write')) {
    const file = path.join(root, 'docs/statistics.md')
    const marked = /(<!-- bench:latency -->\n)[\s\S]*?(\n?<!-- \/bench:latency -->)/
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(marked, (_, before, after) => `${before}${made}${after}`),
    )
  } else console.log(made)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
