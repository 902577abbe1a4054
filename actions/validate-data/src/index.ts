import { runAction } from '@trainyard/ci'
import { validateData } from '@trainyard/commands/validate-data'

await runAction(validateData)
