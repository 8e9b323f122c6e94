import type { Context } from 'aws-lambda'

/** What Lambda tells a handler about its invocation. */
export function lambdaContext(awsRequestId = 'invocation-1'): Context {
  const unsupported = () => {
    throw new Error('handlers answer by promise; callbacks are gone since nodejs24.x')
  }
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'function',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:function',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/function',
    logStreamName: 'stream',
    getRemainingTimeInMillis: () => 30_000,
    done: unsupported,
    fail: unsupported,
    succeed: unsupported,
  }
}
