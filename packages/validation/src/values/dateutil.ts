/** Whether python-dateutil's parser reads a date or a time from a text. */
export function isDateutil(text: string): boolean {
  return !Number.isNaN(Date.parse(text))
}
