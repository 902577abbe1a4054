import net from 'node:net'
import tls from 'node:tls'

/** Looks at a piece of what came. @returns how much of it was the reader's, where it was the last; nothing to go on */
export type Take = (piece: Buffer) => number | undefined

/** A connection to a server that reads into one buffer, so that nothing is made anew for each piece. */
export interface Wire {
  send(text: string): void
  /**
   * Hands over what comes, until `take` has had enough; what is left waits for the next reader. A piece is the reader's
   * during the call alone.
   * @throws what `take` throws, and where the connection ends
   */
  read(take: Take): Promise<void>
  /** Whether it may be used again: it is whole, and nothing has come that nobody asked for. */
  isClean(): boolean
  end(reason?: Error): void
  /** Whether the process waits for it. */
  hold(held: boolean): void
}

interface Reader {
  readonly take: Take
  resolve(): void
  reject(error: Error): void
}

/** What the processor's own cache holds beside other connections. */
const bufferSize = 2 ** 17
const nothing = Buffer.alloc(0)

/** @param closed called when it has ended */
export function openWire(url: URL, closed: () => void): Wire {
  const buffer = Buffer.allocUnsafeSlow(bufferSize)
  let [rest, reader, ended]: [Buffer, Reader | undefined, Error | undefined] = [nothing, undefined, undefined]
  const fail = (error: Error) => {
    ended ??= error
    reader?.reject(ended)
    reader = undefined
  }
  /** @returns whether more is to be read */
  const hand = (piece: Buffer): boolean => {
    rest = piece
    if (!reader) return false
    try {
      const taken = reader.take(piece)
      rest = taken === undefined ? nothing : piece.subarray(taken)
      if (taken === undefined) return true
      reader.resolve()
      reader = undefined
    } catch (error) {
      socket.destroy()
      fail(error instanceof Error ? error : new Error(String(error)))
    }
    return false
  }
  const socket = connect(url, { buffer, callback: (bytes) => hand(buffer.subarray(0, bytes)) })
  socket.on('error', fail).on('close', () => {
    fail(new Error('the connection was closed'))
    closed()
  })
  return {
    send: (text) => void socket.write(text, 'latin1'),
    read: (take) =>
      new Promise((resolve, reject) => {
        reader = { take, resolve, reject }
        if (rest.length > 0 && !hand(rest)) return
        if (ended) fail(ended)
        else socket.resume()
      }),
    isClean: () => ended === undefined && rest.length === 0,
    end: (reason) => {
      if (reason) fail(reason)
      socket.destroy()
    },
    hold: (held) => void (held ? socket.ref() : socket.unref()),
  }
}

function connect({ protocol, hostname, port }: URL, onread: net.OnReadOpts): net.Socket {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (protocol === 'http:') return net.connect({ host, port: Number(port || 80), noDelay: true, onread })
  const options: tls.ConnectionOptions & { readonly onread: net.OnReadOpts } = {
    ...{ host, port: Number(port || 443), ALPNProtocols: ['http/1.1'], onread },
    ...(net.isIP(host) === 0 && { servername: host }),
  }
  return tls.connect(options)
}
