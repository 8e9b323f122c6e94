import { expect, it } from '@jest/globals'
import { InvalidArgument, parsePort } from '../src/invalid-argument.ts'

it('takes a port', () => expect(parsePort('4566')).toBe(4566))

it.each(['', '0', '-1', '65536', '4.5', 'http'])('says that "%s" is no port', (text) => {
  expect(() => parsePort(text)).toThrow(
    new InvalidArgument(`--port "${text}" is no port; give a number from 1 to 65535`),
  )
})
