import type { Verdict } from '@trainyard/evidence'

export const marks: Readonly<Record<Verdict, string>> = { pass: '✅', fail: '❌', inconclusive: '❔' }
