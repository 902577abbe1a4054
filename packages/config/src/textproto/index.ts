export { messageOfJson } from './json.ts'
export {
  child,
  children,
  type Definitions,
  flagOf,
  has,
  type Message,
  numberOf,
  parseMessage,
  placeOf,
  textOf,
  texts,
} from './message.ts'
