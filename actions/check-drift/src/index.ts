import { runAction } from '@trainyard/ci'
import { checkDrift } from '@trainyard/commands/check-drift'

await runAction(checkDrift)
