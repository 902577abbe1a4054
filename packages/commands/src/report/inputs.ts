import { folder, table, text } from '../core/table.ts'

export const inputs = table({
  documents: folder('Folder whose documents are merged.').default('.trainyard'),
  title: text('Title of the page.').from('name', ({ name }) => name),
})
