import { runAction } from '@trainyard/ci'
import { buildImage } from '@trainyard/commands/build-image'

await runAction(buildImage)
