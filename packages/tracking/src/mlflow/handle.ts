import type { RunHandle } from '../types.ts'
import type { Sender } from './replay/sending.ts'
import type { Entry } from './spool/entries.ts'
import { logEntries } from './spool/entries.ts'
import type { Sent } from './spool/sent.ts'
import { keepFiles } from './spool/spool.ts'
import { sendNow, type Writer } from './writer.ts'

/** A run that has just begun: what is added is kept, and sent while the training goes on. Nothing here fails with the server. */
export function liveHandle(sender: Sender, writer: Writer, sent: Sent | undefined): RunHandle {
  const { clock } = sender.services
  const now = () => clock.now().getTime()
  return {
    id: sent?.run ?? writer.spool.id,
    ...seen(sender, sent),
    log: (points) => writer.add(logEntries(points, now())),
    attach: async (files) => writer.add([{ do: 'attach', files: await keepFiles(writer.spool, files) }]),
    tag: (tags) => writer.add([{ do: 'tag', tags }]),
    end: async (end) => {
      await writer.keep([{ do: 'end', at: now(), end }])
      await finish(sender, writer)
    },
  }
}

async function finish(sender: Sender, writer: Writer): Promise<void> {
  try {
    await writer.flush()
    await writer.close('remove')
  } catch (error) {
    await writer.close('keep')
    sender.whenWaiting(error)
  }
}

/** Where a person sees the run, and what a command needs that logs to it. */
function seen({ server, experiment }: Sender, sent: Sent | undefined): Pick<RunHandle, 'url' | 'env'> {
  if (sent?.run === undefined) return {}
  return {
    url: `${server.uri}/#/experiments/${sent.experiment}/runs/${sent.run}`,
    env: { MLFLOW_TRACKING_URI: server.uri, MLFLOW_EXPERIMENT_NAME: experiment, MLFLOW_RUN_ID: sent.run },
  }
}

/** An earlier run: each thing that is added is sent before the next. */
export function resumedHandle(sender: Sender, id: string): RunHandle {
  const now = () => sender.services.clock.now().getTime()
  const send = async (...entries: readonly Entry[]) => {
    await sendNow(sender, async () => [{ do: 'resume', run: id }, ...entries])
  }
  return {
    id,
    log: (points) => send(...logEntries(points, now())),
    attach: async (files) => {
      await sendNow(sender, async (spool) => [
        { do: 'resume', run: id },
        { do: 'attach', files: await keepFiles(spool, files) },
      ])
    },
    tag: (tags) => send({ do: 'tag', tags }),
    end: (end) => send({ do: 'end', at: now(), end }),
  }
}
