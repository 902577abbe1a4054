import { appendFileSync } from 'node:fs'

/** Called by Node for each module that is imported. */
export function load(url, context, next) {
  appendFileSync(process.env.TRACE_FILE, `${url}\n`)
  return next(url, context)
}
