import { type Command, stageNames, stages } from '@trainyard/commands'

const width = 26

/** The first page: what Trainyard is and where to begin. */
export async function generalHelp(words: Readonly<Record<string, { readonly summary: string }>>): Promise<string> {
  const commands = await Promise.all(stageNames.map((name) => stages[name]()))
  return [
    'trainyard: CI/CD for machine-learning models',
    '',
    'usage: trainyard <command> [flags]',
    '',
    row('run', 'The whole chain on one trainyard.yml; stops at the first failed verdict.'),
    ...commands.map(({ name, summary }) => row(name, summary)),
    ...Object.entries(words).map(([name, { summary }]) => row(name, summary)),
    '',
    'Begin with a file trainyard.yml:',
    '',
    '  name: penguins',
    '  data:',
    '    train: data/penguins.csv',
    '    target: species',
    '  evaluate:',
    '    gates:',
    '      - accuracy >= 0.90',
    '',
    'and walk it: trainyard run. Flags of a command: trainyard <command> --help',
    'Exit codes: 0 pass, 1 fail or inconclusive, 2 input error, 3 fault.',
    '',
  ].join('\n')
}

/** The page of one command, made from its table of inputs. */
export function commandHelp({
  name,
  summary,
  verbs,
  inputs,
}: Pick<Command, 'name' | 'summary' | 'verbs' | 'inputs'>): string {
  const words = verbs.length > 0 ? ` [${verbs.map((verb) => verb.name).join(' | ')}]` : ''
  return [
    `usage: trainyard ${name}${words} [flags]`,
    '',
    summary,
    ...(verbs.length > 0 ? ['', ...verbs.map((verb) => row(verb.name, verb.description))] : []),
    '',
    ...Object.entries(inputs).map(([flag, input]) => row(`--${flag}`, sentence(input))),
    '',
    row('--json', 'Print one JSON object; everything else goes to standard error.'),
    row('--verbose', 'Tell every fact, not only the verdict.'),
    row('--help', 'This page.'),
    '',
  ].join('\n')
}

function sentence({ description, choices, left }: Command['inputs'][string]): string {
  const among = choices.length > 0 ? ` One of ${choices.join(', ')}.` : ''
  return `${description}${among}${left ? ` Left out: ${left.replaceAll('`', '')}.` : ''}`
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(width)}${right}`
}
