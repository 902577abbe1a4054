import path from 'node:path'
import type { Config } from '@trainyard/config'
import { configPath } from '../../core/config-path.ts'

export type FirstModelSetting = Config['evaluate']['firstModel']

/** Where the champion comes from. */
export type ChampionSource =
  | { readonly from: 'files'; readonly place: string }
  | { readonly from: 'registry'; readonly name: string }
  | { readonly from: 'deployed' }
  | { readonly from: 'image'; readonly image: string }
  | { readonly from: 'artifact'; readonly name?: string }

/** Reads `evaluate.champion`: `registry:NAME`, `deployed`, `image:REFERENCE`, `artifact:NAME`; anything else is a path. */
export function championSource(text: string): ChampionSource {
  if (text === 'deployed') return { from: 'deployed' }
  const [, from, name] = /^(registry|image|artifact)(?::(.+))?$/.exec(text) ?? []
  if (from === 'registry') return { from, name: name ?? 'champion' }
  if (from === 'artifact') return { from, ...(name !== undefined && { name }) }
  if (from === 'image' && name !== undefined) return { from, image: name }
  return { from: 'files', place: text }
}

/** Whether an image is named by the folder of its layout: no name in a registry begins like this. */
export function isLayout(image: string): boolean {
  return path.isAbsolute(image) || /^\.\.?[\\/]/.test(image)
}

/** `evaluate.champion`, paths in it made absolute: they are relative to the configuration. */
export function championOf(config: Config): string | undefined {
  const { champion } = config.evaluate
  if (champion === undefined) return undefined
  const source = championSource(champion)
  if (source.from === 'files') return configPath(config, source.place)
  if (source.from === 'image' && isLayout(source.image)) return `image:${configPath(config, source.image)}`
  return champion
}
