import { count, folder, table, text, type Values } from '../core/table.ts'

export const inputs = table({
  documents: folder('Folder whose documents are merged.').optional('`.trainyard` beside the configuration'),
  token: text(
    'Token that may write to pull requests (`pull-requests: write`): the pull request then has one comment, kept up to date.',
  ).optional('`GITHUB_TOKEN` of the environment'),
  run: count(
    'Number of another run of this repository, whose artifacts are reported: they need a token with `actions: read`.',
  ).optional('this run'),
  link: text('Address that the comment leads to.').optional('this run'),
  title: text('Title of the page.').from('name', ({ name }) => name),
})

export type Inputs = Values<typeof inputs>
