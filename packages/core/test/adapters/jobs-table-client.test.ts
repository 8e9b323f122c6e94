import { afterEach, describe, expect, it } from '@jest/globals'
import { createJobStore } from '../../src/adapters/index.ts'
import { type AwsAnswer, startAwsStub } from '../aws-stub.ts'

let stub: Awaited<ReturnType<typeof startAwsStub>> | undefined
afterEach(() => {
  stub?.close()
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB
})

const refusal = (errorType: string): AwsAnswer => ({ status: 400, body: { message: 'a text' }, errorType })
const answer = (body: object): AwsAnswer => ({ status: 200, body })
const noTable = refusal('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException')
const noRow = answer({})
const table = (TableStatus: string) => answer({ Table: { TableStatus } })
const ttl = (TimeToLiveStatus: string) => answer({ TimeToLiveDescription: { TimeToLiveStatus } })

async function operationsOf(...answers: readonly AwsAnswer[]) {
  stub = await startAwsStub(...answers)
  await expect(createJobStore({ endpoint: stub.endpoint, table: 'jobs' }).get('job-1')).resolves.toBeUndefined()
  return stub.requests.map(({ operation }) => operation)
}

describe('the table of jobs, where it is missing', () => {
  it('is made on an emulator, when the first call finds that out, and the call is made again', async () => {
    const made = [answer({}), table('CREATING'), table('ACTIVE'), ttl('DISABLED'), answer({})]
    const operations = await operationsOf(noTable, ...made, noRow)
    expect(operations).toEqual([
      'GetItem',
      'CreateTable',
      'DescribeTable',
      'DescribeTable',
      'DescribeTimeToLive',
      'UpdateTimeToLive',
      'GetItem',
    ])
    expect(stub?.requests[1]?.body).toMatchObject({ TableName: 'jobs', BillingMode: 'PAY_PER_REQUEST' })
    expect(stub?.requests[5]?.body).toMatchObject({ TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } })
  })

  it('is waited for where somebody else makes it at this moment', async () => {
    const others = refusal('com.amazonaws.dynamodb.v20120810#ResourceInUseException')
    const operations = await operationsOf(noTable, others, table('ACTIVE'), ttl('ENABLING'), noRow)
    expect(operations).toEqual(['GetItem', 'CreateTable', 'DescribeTable', 'DescribeTimeToLive', 'GetItem'])
  })

  it('is made also where somebody else sets its time to live first', async () => {
    const others = refusal('com.amazon.coral.validate#ValidationException')
    const operations = await operationsOf(noTable, answer({}), table('ACTIVE'), ttl('DISABLED'), others, noRow)
    expect(operations.slice(-2)).toEqual(['UpdateTimeToLive', 'GetItem'])
  })

  it("is nobody's to make on AWS: the error says which table, where, and what to do", async () => {
    stub = await startAwsStub(noTable)
    // The SDK's own variable, since nothing else can stand for AWS itself; ours names an emulator.
    process.env.AWS_ENDPOINT_URL_DYNAMODB = stub.endpoint
    await expect(createJobStore({ table: 'jobs-prod' }).get('job-1')).rejects.toMatchObject({
      name: 'TableMissing',
      code: 'TABLE_MISSING',
      message: expect.stringMatching(/"jobs-prod" in us-east-1; apply terraform/),
      cause: { name: 'ResourceNotFoundException' },
    })
    expect(stub.requests.map(({ operation }) => operation)).toEqual(['GetItem'])
  })

  it('is asked nothing about as long as it is there', async () => {
    expect(await operationsOf(noRow)).toEqual(['GetItem'])
  })
})
