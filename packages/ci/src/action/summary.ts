import { appendFile, stat } from 'node:fs/promises'

/** GitHub refuses the summary of a step above 1 MiB. */
const MAX_SUMMARY_BYTES = 1024 * 1024
const CUT = '\n\n*Cut here: a job summary holds 1 MiB. The whole is in the HTML report.*\n'

/** Appends Markdown to the job summary, where the runner has one. What does not fit is cut at the end of a line. */
export async function appendSummary(markdown: string, file = process.env['GITHUB_STEP_SUMMARY']): Promise<void> {
  if (!file || !markdown) return
  const used = (await stat(file).catch(() => ({ size: 0 }))).size
  await appendFile(file, fit(`${markdown.trimEnd()}\n`, MAX_SUMMARY_BYTES - used - 1))
}

/** The text, or as many whole lines of it as fit into `bytes` together with a note that it was cut. */
export function fit(text: string, bytes: number): string {
  const whole = Buffer.from(text)
  if (whole.length <= bytes) return text
  const room = bytes - Buffer.byteLength(CUT)
  const end = whole.lastIndexOf('\n', room)
  return room <= 0 || end < 0 ? '' : `${whole.subarray(0, end).toString()}${CUT}`
}
