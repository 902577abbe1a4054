import path from 'node:path'
import { type CardDocument, type EvaluationDocument, readDocument, writeDocument } from '@trainyard/evidence'
import { writeFileAtomic } from '@trainyard/ports'
import { cardMarkdown } from '@trainyard/report'
import { type Context, exists } from '../core/context.ts'
import { type CardParts, judgedCard, newCard } from './card.ts'

/** Puts the card beside the model: `README.md` for people, `card.json` for programs. A card that says the same stays as it is. */
export async function writeCard(parts: CardParts, folder: string, { config, services }: Context): Promise<void> {
  const card = newCard(config, parts, services.clock)
  const earlier = await readCard(folder)
  if (earlier && said(earlier) === said(card)) return
  await writeDocument(path.join(folder, 'card.json'), card)
  await writeFileAtomic(path.join(folder, 'README.md'), cardMarkdown(card))
}

/**
 * Leaves the card with the evaluation in the evaluation's own folder: the model's folder stays as it was judged.
 * Nothing, where the model came without a card.
 */
export async function completeCard(
  evaluation: EvaluationDocument,
  model: string | undefined,
  out: string,
  { config }: Context,
): Promise<void> {
  const card = model === undefined ? undefined : await readCard(model)
  if (card === undefined || card.model.sha256 !== evaluation.model) return
  const judged = judgedCard(card, evaluation, config.report.values)
  await writeDocument(path.join(out, 'card.json'), judged)
  await writeFileAtomic(path.join(out, 'model-card.md'), cardMarkdown(judged))
}

async function readCard(folder: string): Promise<CardDocument | undefined> {
  const file = path.join(folder, 'card.json')
  return (await exists(file)) ? (await readDocument('card', file)).document : undefined
}

function said({ createdAt: _, ...card }: CardDocument): string {
  return JSON.stringify(card)
}
