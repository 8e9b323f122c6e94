/**
 * The table's shape, once: the store reads by it, the local provisioning makes it, Terraform is compared with it. Both list
 * indexes sort by the time of creation, newest last.
 */
export const jobsTable = {
  partitionKey: 'jobId',
  ttlAttribute: 'ttl',
  indexes: {
    byKind: { name: 'jobs-by-kind', partitionKey: 'kind', sortKey: 'createdAt' },
    byStatus: { name: 'jobs-by-status', partitionKey: 'status', sortKey: 'createdAt' },
  },
} as const
