/** What a local engine calls the image: lower case, and `latest` where there is no tag. */
export function localName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${plain || 'model'}:latest`
}

/** Node's name of a processor as images call it. */
export function goArchitecture(arch: string): string {
  return arch === 'x64' ? 'amd64' : arch
}
