/** A digest that is being computed. */
export interface RunningHash {
  /** The chunk may be changed afterwards. @returns what to wait for before there is more, if anything */
  update(chunk: Uint8Array): Promise<void> | undefined
  /** Hexadecimal. Nothing may follow. */
  digest(): Promise<string>
  /** Gives it up, if it has not ended. */
  close(): void
}
