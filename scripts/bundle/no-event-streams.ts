// Stands in the bundles for @smithy/core/event-streams, through which each S3 client takes its settings, events or not.

export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config

const leaveOut = () => {
  throw new Error(
    'this bundle has no event streams; an operation that needs them takes a change of scripts/bundle/lean-sdk.ts',
  )
}

export { leaveOut as EventStreamSerde, leaveOut as eventStreamSerdeProvider }
