/** An input's text; an empty one counts as left out, as in an action. */
export function given(raw: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = raw[name]
  return value === undefined || value.trim() === '' ? undefined : value
}
