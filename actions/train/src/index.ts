import { runAction } from '@trainyard/ci'
import { train } from '@trainyard/commands/train'

await runAction(train)
