/** What a local engine calls the image: lower case, and `latest` where there is no tag. */
export function localName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${plain || 'model'}:latest`
}
