import type { ObjectId } from '../types.ts'

/** Where an object lies in a cache or a remote: two digits of the digest are a folder. Before DVC 3.0, at the top. */
export function objectKey({ md5, hash }: ObjectId): string {
  const key = `${md5.slice(0, 2)}/${md5.slice(2)}`
  return hash === 'md5' ? `files/md5/${key}` : key
}

/** Whether it is the list of a folder. */
export function isFolder({ md5 }: ObjectId): boolean {
  return md5.endsWith('.dir')
}

/** The digest of an object's own bytes. */
export function digestOf({ md5 }: ObjectId): string {
  return md5.slice(0, 32)
}
