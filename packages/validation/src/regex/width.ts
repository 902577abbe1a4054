import { type Node, PatternFault } from './types.ts'

type Width = readonly [min: number, max: number]

/** Refuses what Python does not look behind for: text that may be of more than one length. */
export function expectFixedWidth(node: Node, groups: ReadonlyMap<number, Node>): void {
  if (node.kind === 'look' && !node.ahead) {
    const [min, max] = widthOf(node.node, groups)
    if (min !== max) throw new PatternFault('what is looked behind for may be of more than one length', 0)
  }
  for (const child of childrenOf(node)) expectFixedWidth(child, groups)
}

export function childrenOf(node: Node): readonly Node[] {
  if (node.kind === 'sequence') return node.parts
  if (node.kind === 'choice') return node.options
  return 'node' in node ? [node.node] : []
}

function widthOf(node: Node, groups: ReadonlyMap<number, Node>): Width {
  if (node.kind === 'set') return [1, 1]
  if (node.kind === 'anchor' || node.kind === 'look') return [0, 0]
  if (node.kind === 'reference') return widthOf(groups.get(node.index) ?? { kind: 'sequence', parts: [] }, groups)
  const widths = childrenOf(node).map((child) => widthOf(child, groups))
  if (node.kind === 'choice')
    return [Math.min(...widths.map(([min]) => min)), Math.max(...widths.map(([, max]) => max))]
  const [min, max] = widths.reduce<Width>(([low, high], [least, most]) => [low + least, high + most], [0, 0])
  return node.kind === 'repeat' ? [min * node.min, max === 0 ? 0 : max * node.max] : [min, max]
}
