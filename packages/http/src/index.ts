export { createHttpClient } from './client.ts'
export { HttpError, publicUrl } from './error.ts'
export { isLoopback } from './loopback.ts'
export type { HttpBody, HttpClient, HttpMethod, HttpOptions, HttpRequest } from './types.ts'
