import { runAction } from '@trainyard/ci'
import { report } from '@trainyard/commands/report'

await runAction(report)
