export { gitBranch } from './git.ts'
export { branchTracker } from './tracker.ts'
