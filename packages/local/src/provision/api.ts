import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { openApiDocument } from '@chronicle/core/openapi'
import { type Aws, unlessExists } from './aws.ts'
import { arn, names } from './names.ts'

const uriOf = (name: string) =>
  `arn:aws:apigateway:${names.region}:lambda:path/2015-03-31/functions/${arn.function(name)}/invocations`

/** The REST API with the routes of the OpenAPI document, which says of each what function answers it. */
export async function provisionApi({ api }: Aws): Promise<void> {
  const restApiId = await findOrCreateApi({ api })
  for (const [path, operations] of Object.entries(openApiDocument().paths ?? {})) {
    const resourceId = await findOrCreateResource({ api }, restApiId, path)
    for (const [method, operation] of Object.entries(operations)) {
      const httpMethod = method.toUpperCase()
      await api.send(new PutMethodCommand({ restApiId, resourceId, httpMethod, authorizationType: 'NONE' }))
      await api.send(
        new PutIntegrationCommand({
          restApiId,
          resourceId,
          httpMethod,
          type: 'AWS_PROXY',
          integrationHttpMethod: 'POST',
          uri: uriOf(operation['x-chronicle-function'] ?? 'dispatch-to-ecs'),
        }),
      )
    }
  }
  await api.send(new CreateDeploymentCommand({ restApiId, stageName: names.stage }))
}

type Api = Pick<Aws, 'api'>

/** The id of our API on an engine that has it: one that was made by hand has an id of its own. */
export async function findApi({ api }: Api): Promise<string | undefined> {
  const { items = [] } = await api.send(new GetRestApisCommand({ limit: 500 }))
  return items.find(({ name }) => name === names.apiName)?.id
}

async function findOrCreateApi({ api }: Api): Promise<string> {
  const existing = await findApi({ api })
  if (existing !== undefined) return existing
  // The tag gives the API an id that is known beforehand, so that URLs stay the same; and so of two provisionings at once one is
  // told that it is there by now.
  const request = { name: names.apiName, tags: { 'ms-custom-id': names.apiId } }
  await unlessExists(() => api.send(new CreateRestApiCommand(request)), 'ConflictException')
  const id = await findApi({ api })
  if (id === undefined) throw new Error('the engine made no REST API')
  return id
}

async function findOrCreateResource({ api }: Api, restApiId: string, path: string): Promise<string> {
  const existing = await findResource({ api }, restApiId, path)
  if (existing !== undefined) return existing
  if (path === '/') throw new Error('the engine made a REST API without a root')
  const parent = path.slice(0, path.lastIndexOf('/')) || '/'
  const parentId = await findOrCreateResource({ api }, restApiId, parent)
  const request = { restApiId, parentId, pathPart: path.slice(path.lastIndexOf('/') + 1) }
  await unlessExists(() => api.send(new CreateResourceCommand(request)), 'ConflictException')
  const id = await findResource({ api }, restApiId, path)
  if (id === undefined) throw new Error(`the engine made no resource ${path}`)
  return id
}

async function findResource({ api }: Api, restApiId: string, path: string): Promise<string | undefined> {
  const { items = [] } = await api.send(new GetResourcesCommand({ restApiId, limit: 500 }))
  return items.find((resource) => resource.path === path)?.id
}
