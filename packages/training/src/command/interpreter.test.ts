import { expect, test } from '@jest/globals'
import { interpreterOf } from './interpreter.ts'

test.each<[string, string | undefined, readonly string[], readonly string[]]>([
  ['python train.py', undefined, ['python'], ['/project', '/project']],
  ['.venv/bin/python3.12 -u src/train.py --deep', undefined, ['.venv/bin/python3.12'], ['/project/src', '/project']],
  ['uv run python train.py', undefined, ['uv', 'run', 'python'], ['/project', '/project']],
  ['bash train.sh', undefined, ['python3'], ['/project']],
  ['make python', undefined, ['python3'], ['/project']],
  ['nice -n 5 python3 train.py', undefined, ['nice', '-n', '5', 'python3'], ['/project', '/project']],
  ['python -m acme.train', undefined, ['python'], ['/project']],
  ['bash train.sh', 'conda run -n acme python', ['conda', 'run', '-n', 'acme', 'python'], ['/project']],
  ['python src/train.py', '/opt/python', ['/opt/python'], ['/project/src', '/project']],
])('%s, python %s: %j', (run, named, words, paths) => {
  expect(interpreterOf(run, named, '/project')).toEqual({ words, paths })
})
