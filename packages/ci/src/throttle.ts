/** Lets a line through when `everyMs` have passed since the last one that went through. */
export function throttle(
  everyMs: number,
  elapsed: () => number,
  write: (line: string) => void,
): (line: string) => void {
  let last = Number.NEGATIVE_INFINITY
  return (line) => {
    if (elapsed() - last < everyMs) return
    last = elapsed()
    write(line)
  }
}
