import { expect, test } from '@jest/globals'
import { parseFlags } from './options.ts'

test.each<[string[], Record<string, string>, Record<string, unknown>]>([
  [[], {}, { port: 8080, host: '0.0.0.0', action: 'serve', maxBodyBytes: 16 * 2 ** 20 }],
  [['serve'], { PORT: '9000' }, { port: 9000 }],
  [['--model', '/m', 'serve'], { PORT: '9000', AIP_HTTP_PORT: '9001' }, { model: '/m', port: 9001 }],
  [['--port', '0'], { PORT: '9000' }, { port: 0 }],
  [['--healthcheck'], {}, { action: 'healthcheck' }],
  [['--help', '--healthcheck'], {}, { action: 'help' }],
  [['--log', '-', '--max-body', '1'], {}, { log: '-', maxBodyBytes: 2 ** 20 }],
])('%j with %j', (args, env, flags) => expect(parseFlags(args, env)).toMatchObject(flags))

test.each<[string[], string]>([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['start'], 'unknown word start'],
  [['--port', '80a'], '--port: expected a whole number up to 65535, got "80a"'],
  [['--port', '65536'], 'up to 65535'],
  [['--max-body', '-1'], '--max-body'],
])('%j is refused: %s', (args, message) => expect(() => parseFlags(args, {})).toThrow(message))
