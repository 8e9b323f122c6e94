import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clone } from '@chronicle/local'

/** The part of a URL by which a stream is known to be gone. */
export const GONE = '/gone/'

/**
 * A folder with the recorder's tools, where yt-dlp answers at once of a stream that is gone what it would find out in two seconds
 * of a processor. So a thousand real recorders can start, pass the fence, fail and say so; those of other streams record them.
 */
export async function layOutTools(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const bin = join(clone.tools, 'bin')
  for (const tool of ['ffmpeg', 'node']) await symlink(join(bin, tool), join(folder, tool))
  // The recorder says the URL to its standard input, so that no list of processes shows it.
  const script = `#!/bin/sh
urls=$(cat)
case "$urls" in
  *${GONE}*) echo "ERROR: [generic] Unable to download webpage: HTTP Error 404: Not Found" >&2; exit 1 ;;
esac
exec "${join(bin, 'yt-dlp')}" "$@" <<END
$urls
END
`
  await writeFile(join(folder, 'yt-dlp'), script)
  await chmod(join(folder, 'yt-dlp'), 0o755)
  return folder
}
