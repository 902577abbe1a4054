/** A whole number as people read it, `1,234,567`. `Intl` says the same, and takes 15 ms to be asked first. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
