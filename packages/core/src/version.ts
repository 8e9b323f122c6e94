/** The version of Chronicle, as the package at the root of the repository has it. */
export const VERSION = '0.1.0'
