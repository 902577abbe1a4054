// What the tests of this folder share: the environments that `install` made, projects, and the command line as a user starts it.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtPrograms, root, scratchFolder } from '../image/support.mjs'

export const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache')
const environments = process.env.FRAMEWORKS ?? path.join(cache, 'trainyard-ci/frameworks')

export const pythonOf = (framework) => path.join(environments, framework, 'bin/python')

/** The reason to skip, where an environment is not installed. */
export function absent(framework) {
  return !existsSync(pythonOf(framework)) && `no such program: ${pythonOf(framework)}`
}

/** An example, in a folder of its own. */
export async function example(t, name) {
  const folder = path.join(await scratchFolder(t), name)
  await cp(path.join(root, 'examples', name), folder, {
    recursive: true,
    filter: (file) => !file.includes('.trainyard'),
  })
  return folder
}

/** A project with the table of an example, trained by a case of models.py. */
export async function project(t, { table, target, model, more = '', data = '' }) {
  const folder = await scratchFolder(t)
  const rows = path.join(root, 'examples', table, 'data', `${table}.csv`)
  await mkdir(path.join(folder, 'data'))
  await cp(rows, path.join(folder, 'data/rows.csv'))
  await cp(fileURLToPath(new URL('models.py', import.meta.url)), path.join(folder, 'models.py'))
  const lines = [
    'name: model',
    `data: {train: data/rows.csv, target: ${target}${data}}`,
    'train:',
    `  run: python models.py ${model}`,
  ]
  await writeFile(path.join(folder, 'trainyard.yml'), `${[...lines, more].join('\n')}\n`)
  return folder
}

/** Starts the command line with the Python of a framework; `under` is a program that starts it, with its arguments. */
export async function trainyard(words, { cwd, framework, env = {}, under = [] }) {
  const bin = path.join(environments, framework, 'bin')
  const program = path.join(await builtPrograms(), 'cli/index.js')
  const options = {
    cwd,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1', ...env },
    maxBuffer: 2 ** 26,
  }
  return new Promise((done) => {
    const [first, ...rest] = [...under, process.execPath, program, ...words]
    execFile(first, rest, options, (error, stdout, stderr) => {
      done({ code: error ? error.code : 0, output: `${stdout}${stderr}` })
    })
  })
}

export async function document(folder, file) {
  return JSON.parse(await readFile(path.join(folder, '.trainyard', file), 'utf8'))
}
