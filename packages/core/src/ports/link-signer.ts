import type { ObjectId } from './object-store.ts'

/** What is linked to: the version named, else the current one. */
export type Linked = ObjectId & { readonly versionId?: string | undefined }

/** Links by which anyone who has one can fetch an object, for a while. */
export interface LinkSigner {
  /** Whoever follows the link is offered the object as a download under this name. */
  sign(object: Linked, options: { readonly filename: string; readonly seconds: number }): Promise<string>
}
