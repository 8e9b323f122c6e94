/** Another user than the recorder's own, who can read nothing of the recorder's: no memory, no environment, no other files. */
export type ToolUser = { readonly uid: number; readonly gid: number }

/** The user of that id, whose group has the same one; undefined where there is none, or where only root could become it. */
export function toolUser(
  uid: number | undefined,
  ownUid: number | undefined = process.getuid?.(),
): ToolUser | undefined {
  return uid === undefined || ownUid !== 0 ? undefined : { uid, gid: uid }
}
