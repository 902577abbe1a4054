import { expect, test } from '@jest/globals'
import { parseHead } from './head.ts'

const head = (...lines: readonly string[]) => parseHead(lines.join('\r\n'))

test('a plain head is read', () => {
  const read = head('HTTP/1.1 206 Partial Content', 'Content-Length: 7', 'ETag:"a" ', 'X-Two: 1', 'x-two: 2')
  expect(read).toMatchObject({ status: 206, statusText: 'Partial Content', length: 7, keeps: true })
  expect([...(read?.headers ?? [])]).toEqual([
    ['content-length', '7'],
    ['etag', '"a"'],
    ['x-two', '1, 2'],
  ])
})

test.each([
  ['HTTP/1.1 200 OK', 'Connection: close'],
  ['HTTP/1.1 200', 'connection: Keep-Alive, Close'],
  ['HTTP/1.0 200 OK', 'Server: SimpleHTTP'],
])('a connection that the server does not keep: %s, %s', (status, line) => {
  expect(head(status, line, 'Content-Length: 0')?.keeps).toBe(false)
})

test.each([
  ['of other protocols', 'HTTP/2 200 OK', 'Content-Length: 1'],
  ['without a status', 'HTTP/1.1', 'Content-Length: 1'],
  ['that is not the last', 'HTTP/1.1 103 Early Hints', 'Content-Length: 1'],
  ['without a body by its status', 'HTTP/1.1 204 No Content', 'Content-Length: 1'],
  ['without a length', 'HTTP/1.1 200 OK'],
  ['with two lengths', 'HTTP/1.1 200 OK', 'Content-Length: 1', 'Content-Length: 2'],
  ['with a length that is none', 'HTTP/1.1 200 OK', 'Content-Length: -1'],
  ['with a length beyond numbers', 'HTTP/1.1 200 OK', 'Content-Length: 99999999999999999999'],
  ['in chunks', 'HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', 'Content-Length: 1'],
  ['that is packed', 'HTTP/1.1 200 OK', 'Content-Encoding: gzip', 'Content-Length: 1'],
  ['with a folded line', 'HTTP/1.1 200 OK', 'Content-Length: 1', ' 2'],
  ['with a space before the colon', 'HTTP/1.1 200 OK', 'Content-Length : 1'],
  ['with a control character', 'HTTP/1.1 200 OK', 'Content-Length: 1', 'X: a\nb'],
])('a head %s is not plain', (_, ...lines) => {
  expect(head(...lines)).toBeUndefined()
})
