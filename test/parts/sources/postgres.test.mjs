// Queries against a real PostgreSQL server: types, identity, TLS, and what is refused.
import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import { room, scratchFolder, services } from '../image/support.mjs'
import { suiteLife } from './life.mjs'
import { password, postgresFolder, startPostgres } from './postgres-server.mjs'

const skip = (await postgresFolder()) ? false : 'not installed: postgresql'

describe('queries', { skip }, () => {
  const life = suiteLife()
  let [server, folder, world, dataset] = []

  before(async () => {
    folder = await scratchFolder(life)
    await mkdir(path.join(folder, 'tools'))
    await chmod(folder, 0o755)
    server = await startPostgres(life, path.join(folder, 'server'))
    dataset = await room('dataset')
    world = services({ toolCache: path.join(folder, 'tools') })
    world.env = { DB: server.url('admin', password) }
    await server.run("CREATE TYPE mood AS ENUM ('sad', 'ok')")
    await server.run('CREATE DOMAIN positive AS integer CHECK (value > 0)')
    await server.run('CREATE TABLE people (id int PRIMARY KEY, name text)')
    await server.run("INSERT INTO people SELECT n, 'name ' || n FROM generate_series(1, 1000) AS n")
  })

  const open = (query, more = {}) =>
    dataset.openDataset(
      { base: folder, train: [{ query, connection: 'DB', timeoutMs: 60_000, ...more }] },
      { ...world, ...more.services },
    )

  /** The columns with their types, and the rows as they are read. */
  async function answer(query) {
    const opened = await open(query)
    const { sql, identifier, join } = dataset
    const names = join(opened.columns.map(({ name }) => identifier(name)))
    const rows = await opened.engine.all(sql`SELECT ${names} FROM ${opened.table}`)
    await opened.close()
    return { types: Object.fromEntries(opened.columns.map(({ name, type }) => [name, type])), rows }
  }

  const refusal = (query, more) =>
    open(query, more).then(
      async (opened) => {
        await opened.close()
        throw new Error('it was opened')
      },
      (error) => error,
    )

  test('types are mapped exactly, whatever the server is set to', async () => {
    const { types, rows } = await answer(`SELECT
      9223372036854775807::int8 AS big, (-32768)::int2 AS small, 1234567890123456.5::numeric AS numeric,
      12345678901234567.8::numeric(18, 0) AS whole, 0.1::numeric(10, 2) AS money2, 'NaN'::numeric AS lost,
      0.1::float4 AS single, 0.1::float8 + 0.2 AS sum, 'Infinity'::float8 AS endless, true AS yes,
      'a "b", c' || chr(10) || chr(13) || chr(10) || 'ü😀' AS text, '' AS empty, 'NA' AS na, '\\N' AS marker, '\\.' AS dot,
      NULL::text AS nothing, '2024-02-29'::date AS day, '2024-02-29 12:00:00.123456'::timestamp AS wall,
      '2024-02-29 12:00:00+02'::timestamptz AS moment, '23:59:59.5'::time AS clock, 'ok'::mood AS mood, 7::positive AS domain,
      'x'::char(3) AS padded, '0a0b0c0d-0000-0000-0000-000000000001'::uuid AS id`)
    assert.deepEqual(types, {
      ...{ big: 'integer', small: 'integer', numeric: 'number', whole: 'integer', money2: 'number', lost: 'number' },
      ...{ single: 'number', sum: 'number', endless: 'number', yes: 'boolean', text: 'string', empty: 'string' },
      ...{ na: 'string', marker: 'string', dot: 'string', nothing: 'string', day: 'date', wall: 'timestamp' },
      ...{ moment: 'timestamp', clock: 'time', mood: 'string', domain: 'integer', padded: 'string', id: 'string' },
    })
    assert.deepEqual(rows, [
      {
        ...{ big: 9223372036854775807n, small: -32768, numeric: 1234567890123456.5, whole: 12345678901234568n },
        ...{ money2: 0.1, lost: null, single: Math.fround(0.1), sum: 0.1 + 0.2, endless: Infinity, yes: true },
        ...{ text: 'a "b", c\n\r\nü😀', empty: '', na: 'NA', marker: '\\N', dot: '\\.', nothing: null },
        ...{ day: '2024-02-29T00:00:00.000Z', wall: '2024-02-29T12:00:00.123Z', moment: '2024-02-29T10:00:00.000Z' },
        ...{ clock: rows[0].clock, mood: 'ok', domain: 7, padded: 'x  ', id: '0a0b0c0d-0000-0000-0000-000000000001' },
      },
    ])
  })

  test('a column of missing values and empty texts keeps both', async () => {
    const { rows } = await answer("SELECT x FROM (VALUES (NULL), (''), ('a'), (NULL)) AS v(x)")
    assert.deepEqual(rows, [{ x: '' }, { x: 'a' }, { x: null }, { x: null }])
  })

  test('the same rows in any order are the same data, and others are not', async () => {
    const digests = []
    for (const order of ['id', 'id DESC', 'name']) {
      const opened = await open(`SELECT * FROM people ORDER BY ${order};`)
      digests.push(opened.files[0].sha256)
      assert.equal(opened.rows, 1000)
      await opened.close()
    }
    const fewer = await open('SELECT * FROM people WHERE id < 1000')
    await fewer.close()
    assert.equal(new Set(digests).size, 1)
    assert.notEqual(fewer.files[0].sha256, digests[0])
  })

  test('a later stage runs the query again, and refuses other rows', async () => {
    await writeFile(path.join(folder, 'people.sql'), '-- who\nSELECT id, name FROM people WHERE id <= 500\n')
    const opened = await open({ file: 'people.sql' })
    await opened.close()
    const document = dataset.datasetDocument(opened, world.clock)
    assert.equal(document.files[0].path, 'people.sql')
    assert.equal(document.files[0].query.connection, 'DB')
    assert.ok(!JSON.stringify(document).includes(encodeURIComponent(password)))
    const again = await dataset.reopenDataset(document, folder, world)
    await again.close()
    assert.equal(again.sha256, opened.sha256)
    await server.run("UPDATE people SET name = 'other' WHERE id = 7")
    const error = await dataset.reopenDataset(document, folder, world).catch((thrown) => thrown)
    assert.match(error.message, /^people\.sql {2}the file is not the one that dataset\.json speaks of/)
  })

  const refused = [
    ['INSERT INTO people VALUES (9999, 1)', /refuses the query: syntax error at or near "INTO"[\s\S]*one SELECT/],
    ['DELETE FROM people', /refuses the query: syntax error at or near "FROM"/],
    ['WITH gone AS (DELETE FROM people RETURNING *) SELECT * FROM gone', /data-modifying statement must be at the top/],
    ["SELECT nextval('counter')", /cannot execute nextval\(\) in a read-only transaction/],
    ['SELECT 1 AS a; DROP TABLE people', /refuses the query: syntax error at or near ";"/],
    ['SELECT 1 AS a) AS x; DROP TABLE people; --', /refuses the query: (cannot insert multiple commands|syntax error)/],
    ["SELECT 1 AS a) TO PROGRAM 'touch /tmp/owned'; --", /refuses the query: (syntax error|subquery)/],
    ['SELECT * FROM nobody', /trainyard\.yml {2}data\.train\.query: PostgreSQL refuses the query: relation "nobody"/],
    ['SELECT id, id FROM people', /two columns are named id/],
    ['SELECT id AS "rowNumber" FROM people', /Trainyard needs the column name rowNumber/],
    ['SELECT id FROM people WHERE false', /the query gives no rows/],
    ['SELECT ARRAY[1] AS list', /the column list is of type int4\[\], which cannot be used\n.*list::text/],
    ["SELECT '{}'::jsonb AS j", /the column j is of type jsonb/],
    ["SELECT 'infinity'::date AS d", /1 value of the column d cannot be held as DATE/],
    ["SELECT '0044-03-15 BC'::timestamptz AS d", /1 value of the column d cannot be held as TIMESTAMPTZ/],
    [
      "SELECT ('secret' || id)::int AS x FROM people",
      /a value cannot be what the query makes of it \(SQLSTATE 22P02\)/,
    ],
    ['', /refuses the query: syntax error/],
  ]
  for (const [query, message] of refused) {
    test(`refused: ${query || 'an empty query'}`, async () => {
      await server.run('CREATE SEQUENCE IF NOT EXISTS counter')
      const error = await refusal(query)
      assert.equal(error.name, 'InputError', error.message)
      assert.match(error.message, message)
      assert.ok(!error.message.includes('secret'))
      assert.equal((await server.run('SELECT count(*) AS n FROM people')).rows[0].n, '1000')
    })
  }

  test('a fault in a file of its own has its line and column', async () => {
    await writeFile(path.join(folder, 'broken.sql'), 'SELECT id,\n  nmae\nFROM people')
    assert.match(
      (await refusal({ file: 'broken.sql' })).message,
      /^broken\.sql:2:3 {2}PostgreSQL refuses the query: column "nmae"/,
    )
    assert.match((await refusal({ file: 'none.sql' })).message, /data\.train\.query-file: no such file: none\.sql/)
  })

  test('a query that takes too long is ended', async () => {
    const error = await refusal('SELECT pg_sleep(60)::text AS x', { timeoutMs: 300 })
    assert.match(error.message, /the query took longer than 0\.3 s/)
  })

  const withConnection = (DB) => ({ services: { env: { DB } } })

  test('a wrong password is named and not repeated; secrets are masked', async () => {
    const error = await refusal('SELECT 1 AS a', withConnection(server.url('admin', 'hunter2')))
    assert.equal(error.name, 'InputError')
    assert.match(error.message, /refuses the login of admin at 127\.0\.0\.1\n.*Check user and password in DB/)
    assert.ok(!error.message.includes('hunter2'))
    assert.ok(world.masked.includes('hunter2') && world.masked.includes(password))
    assert.ok(!world.lines.join('\n').includes('hunter2'))
  })

  const connections = [
    [undefined, /DB: this environment variable is not set/],
    ['host=localhost dbname=x password=hunter2', /DB: this is no connection string/],
    ['mysql://ada:hunter2@db/x', /DB: databases of the kind mysql: are not known/],
    ['postgresql://ada:hunter2@db/x?sslmode=prefer', /its sslmode can end unencrypted/],
    ['postgresql://ada:hunter2@db/x?options=-c', /the parameter options is not known/],
    ['postgresql://ada:hunter2@db', /it must name host, user and database/],
    ['postgresql://ada:hunter2@127.0.0.1:1/x', /the database at 127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED/],
  ]
  for (const [connection, message] of connections) {
    test(`refused: ${connection}`, async () => {
      const error = await refusal('SELECT 1 AS a', withConnection(connection))
      assert.match(error.message, message)
      assert.ok(!error.message.includes('hunter2'))
    })
  }

  const tls = [
    ['?sslmode=disable', undefined],
    ['?sslmode=require', undefined],
    ['?sslmode=verify-full', /cannot be trusted: self-signed certificate/],
    ['?sslmode=verify-ca&sslrootcert=CERTIFICATE', undefined],
    ['?sslmode=verify-full&sslrootcert=CERTIFICATE', /cannot be trusted: .*IP: 127\.0\.0\.1 is not in the cert/],
    ['?sslmode=require&sslrootcert=none.crt', /sslrootcert: no such file: none\.crt/],
  ]
  for (const [query, message] of tls) {
    test(`TLS: ${query}`, async () => {
      const DB = server.url('admin', password, query.replace('CERTIFICATE', server.certificate))
      const asked = 'SELECT ssl AS encrypted FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
      if (message) return assert.match((await refusal(asked, withConnection(DB))).message, message)
      const opened = await open(asked, withConnection(DB))
      const [row] = await opened.engine.all(dataset.sql`SELECT encrypted FROM ${opened.table}`)
      await opened.close()
      assert.equal(row.encrypted, !query.includes('disable'))
    })
  }

  test('a million rows pass through without being held', async () => {
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }, 20)
    const opened = await open(
      'SELECT n AS id, md5(n::text) AS text, n / 7.0 AS x FROM generate_series(1, 1000000) AS n',
    )
    clearInterval(watch)
    assert.equal(opened.rows, 1_000_000)
    await opened.close()
    assert.ok(most < 100e6, `${Math.round(most / 1e6)} MB of buffers`)
  })
})
