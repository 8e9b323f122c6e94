import en from 'zod/v4/locales/en.js'

/**
 * What a schema is read with so that its issues say what was expected. `zod/mini` says "Invalid input" of everything; of its
 * languages only this one is imported, since all of them would weigh more than the rest of a Lambda.
 */
export const plainMessages = { error: en().localeError }
