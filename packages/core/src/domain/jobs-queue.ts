/**
 * How the queue of jobs treats a message, once: the local provisioning makes it so, Terraform is compared with it, the
 * dispatcher reckons with it. Hidden for six times the dispatcher's time-out, as AWS wants it, a message never comes back
 * while it is still worked on; after five tries it goes to the dead letters.
 */
export const jobsQueue = { visibilitySeconds: 180, maxReceives: 5 } as const
