import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from '@jest/globals'
import { services } from './tests/services.ts'
import { closeTables, fresh, header, request, rows, table } from './tests/tables.ts'
import { trained } from './tests/trained.ts'
import { train } from './train.ts'

afterAll(closeTables)

describe('a command', () => {
  const script = (body: string) => {
    const file = fresh('train.sh')
    writeFileSync(file, `#!/bin/sh\n${body}\n`)
    chmodSync(file, 0o755)
    return file
  }

  test('trains by the contract', async () => {
    const dataset = await table([header, ...rows(80, (x) => (x > 5 ? 'a' : 'b'))])
    const { model } = await trained(request(dataset, { params: { epochs: 1 } }))
    const run =
      script(`test -s "$TRAINYARD_TRAIN" && test -s "$TRAINYARD_VALIDATION" && test "$TRAINYARD_PARAM_DEPTH" = 3 && test -z "$ACTIONS_RUNTIME_TOKEN$INPUT_TOKEN$SECRET" && test "$NAMED" = yes
echo '{"name":"loss","step":1,"value":0.5}' >> "$TRAINYARD_METRICS"
cp "${model.onnx}" "$TRAINYARD_OUT/model.onnx"`)
    const asked = { run, params: { depth: 3 }, env: ['NAMED', 'ACTIONS_RUNTIME_TOKEN'] }
    const made = await trained(request(dataset, asked))
    expect(made.metrics).toEqual([{ name: 'loss', step: 1, value: 0.5 }])
    expect(made.model.document.signature).toMatchObject({ task: 'classification', target: 'y', classes: ['a', 'b'] })
    expect(readFileSync(made.model.onnx).equals(readFileSync(model.onnx))).toBe(true)
  }, 30_000)

  test.each([
    ['ends badly', 'echo out of luck; exit 3', 'exit code 3. Its last lines:\n  out of luck'],
    ['ends badly without a word', 'exit 3', 'exit code 3. It wrote nothing.'],
    ['is killed', 'kill -9 $$', 'was killed (SIGKILL)'],
    ['is killed below a shell', 'sh -c "kill -9 \\$\\$"; exit $?', 'was killed (SIGKILL)'],
    ['crashes', 'kill -SEGV $$', 'was ended by SIGSEGV (it touched memory that is not its own)'],
    ['gets no more memory', 'echo "MemoryError"; exit 1', 'ended with exit code 1: it ran out of memory'],
    ['names a program that is not there', 'no-such-program', 'ended with exit code 127'],
    ['leaves nothing', 'true', 'left no model'],
    ['leaves an empty model', ': > "$TRAINYARD_OUT/model.onnx"', 'left no model'],
    ['leaves half a model', 'echo half > "$TRAINYARD_OUT/model.onnx"', 'model.onnx'],
    ['logs nonsense', 'echo "loss 3" >> "$TRAINYARD_METRICS"', 'TRAINYARD_METRICS:1'],
  ])('that %s is one clear error', async (_, body, message) => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))])
    await expect(train(request(dataset, { run: script(body) }), services)).rejects.toThrow(message)
  })

  test('that takes too long is stopped', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))])
    await expect(train(request(dataset, { run: 'sleep 30', timeoutMs: 300 }), services)).rejects.toThrow(
      'did not end within 0.3 s',
    )
  })

  test('gets CSV where it asks for it', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))])
    const run = script('head -1 "$TRAINYARD_TRAIN"; basename "$TRAINYARD_TRAIN"; exit 1')
    await expect(train(request(dataset, { run, format: 'csv' }), services)).rejects.toThrow(
      'x,big,colour,flag,day,y\n  train.csv',
    )
  })

  test('sees what else it is given, but not in the place of the contract', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))])
    const run = script('echo "$MLFLOW_RUN_ID $TRAINYARD_SEED"; exit 1')
    const extraEnvironment = { MLFLOW_RUN_ID: 'r1', TRAINYARD_SEED: '99' }
    await expect(train(request(dataset, { run, extraEnvironment }), services)).rejects.toThrow('r1 7')
  })

  test('that may not be executed is told how', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))])
    const run = script('true')
    chmodSync(run, 0o644)
    await expect(train(request(dataset, { run }), services)).rejects.toThrow('may not be executed')
  })

  test('that does not exist is named', async () => {
    const dataset = await table([header, ...rows(40, (x) => (x > 5 ? 'a' : 'b'))])
    await expect(train(request(dataset, { run: 'no-such-python train.py' }), services)).rejects.toThrow(
      'no such command: no-such-python',
    )
  })
})
