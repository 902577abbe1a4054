/** Lets a line through when `everyMs` have passed since the start, or since the last one that went through. */
export function throttle(
  everyMs: number,
  elapsed: () => number,
  write: (line: string) => void,
): (line: string) => void {
  let last = elapsed()
  return (line) => {
    if (elapsed() - last < everyMs) return
    last = elapsed()
    write(line)
  }
}
