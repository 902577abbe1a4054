import { expect, test } from '@jest/globals'
import { interpreterOf } from './interpreter.ts'

test.each<[string, string | undefined, readonly string[], readonly string[]]>([
  ['python train.py', undefined, ['python'], ['/work', '/work']],
  ['.venv/bin/python3.12 -u src/train.py --deep', undefined, ['.venv/bin/python3.12'], ['/work/src', '/work']],
  ['uv run python train.py', undefined, ['uv', 'run', 'python'], ['/work', '/work']],
  ['bash train.sh', undefined, ['python3'], ['/work']],
  ['python -m acme.train', undefined, ['python'], ['/work']],
  ['bash train.sh', 'conda run -n acme python', ['conda', 'run', '-n', 'acme', 'python'], ['/work']],
  ['python src/train.py', '/opt/python', ['/opt/python'], ['/work/src', '/work']],
])('%s, python %s: %j', (run, named, words, paths) => {
  expect(interpreterOf(run, named, '/work')).toEqual({ words, paths })
})
