/**
 * The table's shape, once: the store reads by it, the local provisioning makes it, Terraform is compared with it. Both list
 * indexes sort by the time of creation, newest last, and hold whole rows. The index of open jobs is the sweep's: sparse, since
 * a row that has ended lacks its keys, and narrow, so that what a recorder notes of its progress is no write to it.
 */
export const jobsTable = {
  partitionKey: 'jobId',
  ttlAttribute: 'ttl',
  indexes: {
    byKind: { name: 'jobs-by-kind', partitionKey: 'kind', sortKey: 'createdAt', projected: 'ALL' },
    byStatus: { name: 'jobs-by-status', partitionKey: 'status', sortKey: 'createdAt', projected: 'ALL' },
    open: { name: 'jobs-open', partitionKey: 'open', sortKey: 'lookAt', projected: ['sendSeq', 'status'] },
  },
} as const
