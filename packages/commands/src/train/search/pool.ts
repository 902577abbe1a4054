/** Works through a list, several at the same time; results stand in the order of the list. The first fault ends it. */
export async function inPool<T, R>(
  all: readonly T[],
  parallel: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(all.length)
  const waiting = all.entries()
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(parallel, all.length) }, worker))
  return results
}
