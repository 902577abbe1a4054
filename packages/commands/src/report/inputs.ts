import { folder, table, text, type Values } from '../core/table.ts'

export const inputs = table({
  documents: folder('Folder whose documents are merged.').optional('`.trainyard` beside the configuration'),
  token: text(
    'Token that may write to pull requests (`pull-requests: write`): the pull request then has one comment, kept up to date.',
  ).optional('`GITHUB_TOKEN` of the environment'),
  title: text('Title of the page.').from('name', ({ name }) => name),
})

export type Inputs = Values<typeof inputs>
