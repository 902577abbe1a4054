import { runAction } from '@trainyard/ci'
import { evaluate } from '@trainyard/commands/evaluate'

await runAction(evaluate)
