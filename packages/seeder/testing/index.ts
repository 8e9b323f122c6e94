export { downloadByAria2 } from './download-by-aria2.ts'
export { startTracker } from './start-tracker.ts'
export { withClients } from './with-clients.ts'
