import type { Services } from '@trainyard/ports'

/** What finding a native part needs of the world. */
export type LocateServices = Pick<Services, 'log' | 'exec' | 'cache' | 'toolCache' | 'env' | 'dist'>
