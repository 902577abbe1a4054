import { spawn } from 'node:child_process'
import type { DataServices } from '@trainyard/dataset'
import type { Exec } from '@trainyard/ports'
import { quietServices } from '../../../../test/support/services.ts'
import type { TrainServices } from '../types.ts'

/** What the process that starts a command has; the command's environment is laid over it. */
const inherited = { PATH: process.env['PATH'], ACTIONS_RUNTIME_TOKEN: 'x', INPUT_TOKEN: 'x', SECRET: 'x', NAMED: 'yes' }

/** Starts real programs, as the port says: variables are added, and `undefined` takes one away. */
const exec: Exec = {
  run: (command, args, { cwd, env, timeoutMs, onLine } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd, env: { ...inherited, ...env }, timeout: timeoutMs })
      const output = { stdout: '', stderr: '' }
      for (const stream of ['stdout', 'stderr'] as const)
        child[stream].on('data', (text) => {
          output[stream] += String(text)
          for (const line of String(text).trimEnd().split('\n')) onLine?.(line, stream)
        })
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({ code, signal, timedOut: child.killed, ...output }))
    }),
}

export const services: TrainServices & DataServices = { ...quietServices, exec, env: inherited }
