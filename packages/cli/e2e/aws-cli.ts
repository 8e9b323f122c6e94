import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { it } from '@jest/globals'

const isInstalled = await promisify(execFile)('aws', ['--version']).then(
  () => true,
  () => false,
)
if (!isInstalled) console.log('The AWS CLI is not installed: the tests that call it are left out.')

/** A test that calls the AWS CLI as it is installed here. */
export const withAwsCli = isInstalled ? it : it.skip
