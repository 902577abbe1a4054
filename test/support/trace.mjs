// Writes down every file that a process loads as code, one a line, into TRACE_FILE: imports, requires and native libraries.
// usage: TRACE_FILE=f node --import ./test/support/trace.mjs program.js
import { appendFileSync } from 'node:fs'
import { Module, register } from 'node:module'

const note = (name) => appendFileSync(process.env.TRACE_FILE, `${name}\n`)

register('./trace-hooks.mjs', import.meta.url)

const { _load: load } = Module
Module._load = function noted(request, ...rest) {
  note(request)
  return load.call(this, request, ...rest)
}

const { dlopen } = process
process.dlopen = function noted(module, file, ...rest) {
  note(file)
  return dlopen.call(this, module, file, ...rest)
}
