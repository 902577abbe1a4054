import { InputError } from '@trainyard/ports'
import type { Address } from './address.ts'
import type { Store, StoreContext } from './types.ts'

type Open = (address: Address, context: StoreContext) => Store | Promise<Store>

/** Every kind of store, by scheme. Each is loaded when it is asked for. A new one is a file and a line here. */
const stores: Readonly<Record<string, () => Promise<Open>>> = {
  https: async () => (await import('./stores/web.ts')).openWeb,
  http: async () => (await import('./stores/web.ts')).openWeb,
  s3: async () => (await import('./stores/s3.ts')).openS3,
  gs: async () => (await import('./stores/google.ts')).openGoogle,
  az: async () => (await import('./stores/azure.ts')).openAzure,
  abfss: async () => (await import('./stores/azure.ts')).openAzure,
}

/** The store that an address names. @throws {InputError} for a scheme that is not known */
export async function openStore(address: Address, context: StoreContext): Promise<Store> {
  const { scheme } = address
  const load = Object.hasOwn(stores, scheme) ? stores[scheme] : undefined
  if (load) return (await load())(address, context)
  throw new InputError(`addresses of the kind ${scheme}:// are not known`, {
    remedy: 'Known are https://, s3://, gs://, az:// and abfss://.',
  })
}
