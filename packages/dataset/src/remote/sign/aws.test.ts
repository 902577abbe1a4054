import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { emptyPayload, signAws } from './aws.ts'

const signatureOf = (headers: Record<string, string>) => /Signature=(.*)$/.exec(headers['authorization'] ?? '')?.[1]

const docs = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const bucket = 'https://examplebucket.s3.amazonaws.com'

// Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
test.each([
  [
    'GET Object',
    `${bucket}/test.txt`,
    { range: 'bytes=0-9' },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'GET Bucket Lifecycle',
    `${bucket}/?lifecycle`,
    {},
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'GET Bucket (List Objects)',
    `${bucket}/?max-keys=2&prefix=J`,
    {},
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
])('S3: %s', (_, url, headers, signature) => {
  const all = { ...headers, 'x-amz-content-sha256': emptyPayload }
  const request = { method: 'GET', url: new URL(url), headers: all, payload: emptyPayload }
  const scope = { region: 'us-east-1', service: 's3', date: new Date('2013-05-24T00:00:00Z') }
  expect(signatureOf(signAws(request, docs, scope))).toBe(signature)
})

test('S3: PUT Object', () => {
  const payload = createHash('sha256').update('Welcome to Amazon S3.').digest('hex')
  const headers = {
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': payload,
  }
  const request = { method: 'PUT', url: new URL(`${bucket}/test%24file.text`), headers, payload }
  const scope = { region: 'us-east-1', service: 's3', date: new Date('2013-05-24T00:00:00Z') }
  expect(signatureOf(signAws(request, docs, scope))).toBe(
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  )
})

// AWS Signature Version 4 Test Suite: get-vanilla, get-vanilla-query-order-key-case, post-vanilla.
test.each([
  ['GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['GET', '/?Param2=value2&Param1=value1', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'],
  ['POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
])('%s %s', (method, path, signature) => {
  const key = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
  const url = new URL(path, 'https://example.amazonaws.com')
  const scope = { region: 'us-east-1', service: 'service', date: new Date('2015-08-30T12:36:00Z') }
  expect(signatureOf(signAws({ method, url, headers: {}, payload: emptyPayload }, key, scope))).toBe(signature)
})

test('a session token is sent and signed', () => {
  const request = { method: 'GET', url: new URL(bucket), headers: {}, payload: emptyPayload }
  const scope = { region: 'us-east-1', service: 's3', date: new Date(0) }
  const headers = signAws(request, { ...docs, sessionToken: 'token' }, scope)
  expect(headers).toMatchObject({ 'x-amz-security-token': 'token' })
  expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token')
})
