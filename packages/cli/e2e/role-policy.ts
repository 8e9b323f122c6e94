import { GetRolePolicyCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import type { Aws } from '@chronicle/local'

type Statement = { readonly Sid: string }

/** A role's only inline policy, and how it is without one of its statements. */
export async function rolePolicy({ iam }: Aws, RoleName: string) {
  const { PolicyNames: [PolicyName] = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }))
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))
  const policy: { Version: string; Statement: Statement[] } = JSON.parse(decodeURIComponent(PolicyDocument))
  const put = (statements: readonly Statement[]) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName,
        PolicyDocument: JSON.stringify({ ...policy, Statement: statements }),
      }),
    )
  return {
    sids: policy.Statement.map(({ Sid }) => Sid),
    /** Does the work while the role lacks the statement. */
    async without<Result>(sid: string, work: () => Promise<Result>): Promise<Result> {
      if (!policy.Statement.some(({ Sid }) => Sid === sid)) throw new Error(`${RoleName} has no statement ${sid}`)
      await put(policy.Statement.filter(({ Sid }) => Sid !== sid))
      try {
        return await work()
      } finally {
        await put(policy.Statement)
      }
    },
  }
}
