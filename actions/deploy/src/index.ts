import { runAction } from '@trainyard/ci'
import { deploy } from '@trainyard/commands/deploy'

await runAction(deploy)
