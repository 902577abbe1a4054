// Where Trainyard differs from Great Expectations on purpose. docs/reference/expectations.md says the same to users.

/** Each: its name, the reason, and which differences it covers. */
export const deviations = [
  {
    name: 'index query',
    reason: 'unexpected_index_query is code for pandas; Trainyard has no data frame to run it on',
    covers: ({ key }) => key === 'unexpected_index_query',
  },
]

/** The name of the deviation that a difference belongs to; undefined for one that is not listed. */
export function deviationOf(difference) {
  return deviations.find(({ covers }) => covers(difference))?.name
}
