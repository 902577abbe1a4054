import { expect, test } from '@jest/globals'
import { defaultConfig } from '@trainyard/config'
import type { Context } from '../../core/context.ts'
import { gatherRules } from './own.ts'

const config = defaultConfig('/work', 'penguins')
const asked = { import: undefined, 'import-margin': undefined, untranslated: 'fail' } as const

async function placeOfFirst(gates: readonly string[], ofFile: readonly string[]) {
  const own = { ...config, evaluate: { ...config.evaluate, gates: ofFile } }
  const rules = await gatherRules({ ...asked, gates }, { config: own } as Context)
  return rules.placeOf(0)
}

test('a rule of the configuration stands there, and one that was given by hand in the input', async () => {
  expect(await placeOfFirst(['accuracy >= 0.9'], ['accuracy >= 0.9'])).toEqual({
    file: 'trainyard.yml',
    key: 'evaluate.gates[0]',
  })
  expect(await placeOfFirst(['accuracy >= 0.9'], [])).toEqual({ file: 'inputs', key: 'gates, line 1' })
})
