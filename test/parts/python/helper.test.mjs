// The Python helper: by itself, as pip installs it, and in a training that the command line starts.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url)))))
const cli = path.join(process.env.TRAINYARD_DIST ?? path.join(root, 'dist'), 'cli/index.js')
const folder = mkdtempSync(path.join(tmpdir(), 'python-helper-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function run(command, args, { cwd = root, env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`)
  return stdout + stderr
}

test('it does what it says', () => {
  run('python3', ['-m', 'unittest', 'discover', '-s', 'test/parts/python', '-p', '*_test.py'])
})

test('pip installs it as one module without dependencies', () => {
  const [source, into] = [path.join(folder, 'source'), path.join(folder, 'installed')]
  cpSync(path.join(root, 'python'), source, { recursive: true })
  run('python3', ['-m', 'venv', path.join(folder, 'venv')])
  run(path.join(folder, 'venv/bin/python'), ['-m', 'pip', 'install', '-q', '--target', into, source])
  const code = 'import trainyard, importlib.metadata as m; print(trainyard.__file__, m.requires("trainyard"))'
  const printed = run(path.join(folder, 'venv/bin/python'), ['-c', code], { cwd: folder, env: { PYTHONPATH: into } })
  assert.match(printed, /installed\/trainyard\.py (None|\[\])/)
})

test('a script that was given it by copying trains, and its metrics are in run.json', () => {
  const project = path.join(folder, 'project')
  cpSync(path.join(root, 'examples/penguins'), project, {
    recursive: true,
    filter: (file) => !file.includes('.trainyard'),
  })
  run(process.execPath, [cli, 'train'], { cwd: project })
  cpSync(path.join(project, '.trainyard/train/model/model.onnx'), path.join(project, 'pretrained.onnx'))
  cpSync(path.join(root, 'python/trainyard.py'), path.join(project, 'trainyard.py'))
  writeFileSync(path.join(project, 'train.py'), script)
  const config = readFileSync(path.join(project, 'trainyard.yml'), 'utf8')
  writeFileSync(
    path.join(project, 'trainyard.yml'),
    `${config}train:\n  run: python3 train.py\n  params: { epochs: 3 }\n`,
  )
  run(process.execPath, [cli, 'train'], { cwd: project })
  const document = JSON.parse(readFileSync(path.join(project, '.trainyard/train/run.json'), 'utf8'))
  assert.deepEqual(
    document.metrics.map(({ name, step, value }) => [name, step, value]),
    [1, 2, 3].map((step) => ['loss', step, 1 / step]),
  )
})

const script = `import os, shutil, trainyard
trainyard.seed_everything()
assert os.path.getsize(trainyard.path("train")) > 0 and trainyard.target() == "species"
for epoch in range(1, trainyard.params(epochs=1)["epochs"] + 1):
    trainyard.log(epoch, loss=1 / epoch)
shutil.copy("pretrained.onnx", trainyard.model_path())
`
