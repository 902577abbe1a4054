import type { Severity } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import type { Allowance } from './bounds.ts'

/** An expectation as a suite of Great Expectations 1.x writes it. */
export interface WrittenExpectation {
  readonly type: string
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly severity: Severity
  /** Why it is proposed, for people. */
  readonly notes: string
  readonly meta: { readonly trainyard: Basis }
}

/** Where a bound comes from. */
export interface Basis {
  readonly why: string
  /** Values the bound was made from. */
  readonly values?: number
  /** Chance that a fresh sample of as many rows fails it. */
  readonly chance?: number
}

/** An expectation and its reason. */
export function written(
  type: string,
  severity: Severity,
  kwargs: Readonly<Record<string, unknown>>,
  basis: Basis,
): WrittenExpectation {
  return { type, kwargs, severity, notes: basis.why, meta: { trainyard: basis } }
}

/** `mostly` that lets an allowance through: left out where nothing is, rounded down so that all of it is. */
export function mostlyOf({ share }: Pick<Allowance, 'share'>): { readonly mostly?: number } {
  return share === 0 ? {} : { mostly: Math.floor((1 - share) * 1e6) / 1e6 }
}

/** 1,234 of 5,678. */
export function counted({ count, of }: Allowance): string {
  return `${grouped(count)} of ${grouped(of)}`
}
