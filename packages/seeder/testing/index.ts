export { downloadByAria2 } from './download-by-aria2.ts'
export { downloadByTransmission } from './download-by-transmission.ts'
export { startTracker } from './start-tracker.ts'
export { withClients } from './with-clients.ts'
