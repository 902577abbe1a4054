import { describe, expect, test } from '@jest/globals'
import { formatReference, parseReference, registryUrl } from './reference.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('a reference', () => {
  test.each([
    ['node', { registry: 'docker.io', repository: 'library/node' }],
    ['node:24-slim', { registry: 'docker.io', repository: 'library/node', tag: '24-slim' }],
    ['acme/churn', { registry: 'docker.io', repository: 'acme/churn' }],
    ['docker.io/node', { registry: 'docker.io', repository: 'library/node' }],
    ['index.docker.io/acme/churn', { registry: 'docker.io', repository: 'acme/churn' }],
    ['ghcr.io/acme/churn:v1.2', { registry: 'ghcr.io', repository: 'acme/churn', tag: 'v1.2' }],
    ['gcr.io/distroless/nodejs24-debian12', { registry: 'gcr.io', repository: 'distroless/nodejs24-debian12' }],
    ['localhost/a', { registry: 'localhost', repository: 'a' }],
    ['localhost:5000/a/b/c:x', { registry: 'localhost:5000', repository: 'a/b/c', tag: 'x' }],
    ['127.0.0.1:5000/a', { registry: '127.0.0.1:5000', repository: 'a' }],
    ['[::1]:5000/a:1', { registry: '[::1]:5000', repository: 'a', tag: '1' }],
    [`ghcr.io/a/b@${digest}`, { registry: 'ghcr.io', repository: 'a/b', digest }],
    [`ghcr.io/a/b:t@${digest}`, { registry: 'ghcr.io', repository: 'a/b', tag: 't', digest }],
    ['a__b/c-d.e', { registry: 'docker.io', repository: 'a__b/c-d.e' }],
  ])('%s', (text, expected) => {
    expect(parseReference(text)).toEqual(expected)
    expect(parseReference(formatReference(parseReference(text)))).toEqual(expected)
  })

  test.each([
    '',
    'UPPER/case',
    'ghcr.io/Acme/churn',
    'ghcr.io/',
    'ghcr.io/a:',
    'ghcr.io/a:-tag',
    `ghcr.io/a:${'t'.repeat(129)}`,
    'ghcr.io/a@sha256:abc',
    `ghcr.io/a@sha512:${'a'.repeat(128)}`,
    `a@${digest}@${digest}`,
    'https://ghcr.io/a',
    'ghcr.io/a b',
    'ghcr.io/../a',
    'ghcr.io//a',
    'user:pass@ghcr.io/a',
    'exa mple.com/a',
  ])('%j is refused', (text) => {
    expect(() => parseReference(text)).toThrow('does not name an image')
  })
})

test.each([
  ['docker.io', 'https://registry-1.docker.io'],
  ['ghcr.io', 'https://ghcr.io'],
  ['localhost:5000', 'http://localhost:5000'],
  ['127.0.0.1', 'http://127.0.0.1'],
  ['localhost.example.com', 'https://localhost.example.com'],
  ['127.0.0.1.example.com', 'https://127.0.0.1.example.com'],
])('the API of %s is at %s', (registry, url) => expect(registryUrl(registry)).toBe(url))
