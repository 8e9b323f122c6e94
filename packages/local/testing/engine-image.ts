/** The engine as a container image: MiniStack, or whatever CHRONICLE_ENGINE_IMAGE names, as for docker/localstack. */
export const engineImage = process.env.CHRONICLE_ENGINE_IMAGE || 'ministackorg/ministack:1.5.33'
