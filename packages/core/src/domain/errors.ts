// Every error that a program or a person gets to see, by what it is about.
export * from './errors/chronicle-error.ts'
export * from './errors/job-errors.ts'
export * from './errors/object-errors.ts'
export * from './errors/platform-errors.ts'
export * from './errors/request-errors.ts'
