import { expect, test } from '@jest/globals'
import { parseConnection } from './connection.ts'

const parsed = (text: string) => parseConnection(text, 'DB')

test('a connection string is read as PostgreSQL reads it', () => {
  expect(parsed('postgresql://ada:p%40ss%2Fw@db.example:6432/shop%20a?sslmode=require\n')).toEqual({
    ...{ variable: 'DB', host: 'db.example', port: 6432, user: 'ada', password: 'p@ss/w', database: 'shop a' },
    tls: { mode: 'unverified' },
    secrets: ['postgresql://ada:p%40ss%2Fw@db.example:6432/shop%20a?sslmode=require', 'p@ss/w', 'p%40ss%2Fw'],
  })
})

test.each([
  ['postgres://a@db/x', 'full'],
  ['postgres://a@localhost/x', 'off'],
  ['postgres://a@[::1]/x', 'off'],
  ['postgres://a@localhost/x?host=/var/run/postgresql', 'off'],
  ['postgres://a@localhost/x?sslmode=verify-full', 'full'],
  ['postgres://a@db/x?sslmode=disable', 'off'],
  ['postgres://a@db/x?sslmode=verify-ca&sslrootcert=system', 'chain'],
])('%s: TLS %s', (text, mode) => {
  expect(parsed(text).tls).toEqual({ mode })
})

test('a root certificate makes `require` check it', () => {
  expect(parsed('postgres://a@db/x?sslmode=require&sslrootcert=ca.crt').tls).toEqual({ mode: 'chain', ca: 'ca.crt' })
})

test.each([
  ['', 'not set'],
  ['postgresql://ada:hunter2@db/x?sslmode=allow', 'unencrypted'],
  ['mysql://ada:hunter2@db/x', 'mysql: are not known'],
  ['ada:hunter2@db', 'not known'],
  ['hunter2', 'no connection string'],
  ['postgres://ada:hunter2@db/x?sslcert=a', 'sslcert is not known'],
  ['postgres://ada:hunter%2@db/x', 'no connection string'],
])('%j is refused and not repeated', (text, message) => {
  expect(() => parsed(text)).toThrow(message)
  expect(() => parsed(text)).not.toThrow(/hunter/)
})
