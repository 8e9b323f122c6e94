import { torrentEngines } from '@chronicle/core'
import * as z from 'zod'
import { seedingSettings } from './seeding-settings.ts'

const program = z.strictObject({ command: z.string(), args: z.array(z.string()), path: z.string() })

/** All that a stack needs to know. A schema, because it is also handed from one process to another. */
export const stackSettings = z.strictObject({
  /** Where set-up put the engine's venv, Node, ffmpeg and yt-dlp. */
  toolsFolder: z.string(),
  /** Everything the stack writes. One stack per folder. */
  stateFolder: z.string(),
  /** The public port; 0 for any. */
  port: z.int().min(0).max(65_535),
  /** Take any free port when `port` is in use. */
  anyPortIfTaken: z.boolean(),
  /** Keep jobs, objects and queues over a stop and start. */
  persist: z.boolean(),
  /** Enforce IAM permissions. */
  iam: z.boolean(),
  /** What hashes uploaded objects: `transmission` wants the layer, which must have been built. */
  torrentEngine: z.enum(torrentEngines),
  maxTasks: z.int().positive(),
  /** How tasks run: as processes of this machine, or in containers. */
  taskDriver: z.enum(['process', 'docker']),
  /** The program that tasks run as processes, and the PATH it finds its tools on. */
  recorder: program,
  /** The program of the seeder's tasks, where they run as processes. */
  seeder: program,
  /** How completed jobs are seeded; absent: not at all. */
  seeding: seedingSettings.optional(),
  /** `host:port` of what may be recorded though it is not public: this machine, the network around it. */
  privateSources: z.array(z.string()),
  /** The image that the recorder's task definition names, and so what runs in a container. */
  recorderImage: z.string(),
  /** The docker command's environment. */
  dockerEnvironment: z.record(z.string(), z.string()),
  /** For the engine and thus for every Lambda: a preload, for example. */
  engineEnvironment: z.record(z.string(), z.string()),
})

export type StackSettings = z.output<typeof stackSettings>
