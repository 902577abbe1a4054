import { folder, table, text, type Values } from '../core/table.ts'

export const inputs = table({
  documents: folder('Folder whose documents are merged.').optional('`.trainyard` beside the configuration'),
  title: text('Title of the page.').from('name', ({ name }) => name),
})

export type Inputs = Values<typeof inputs>
