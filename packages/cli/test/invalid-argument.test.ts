import { expect, it } from '@jest/globals'
import { parsePrivateSources } from '../src/commands/arguments.ts'
import { InvalidArgument, parsePort } from '../src/invalid-argument.ts'

it('takes a port', () => expect(parsePort('4566')).toBe(4566))

it.each(['', '0', '-1', '65536', '4.5', 'http'])('says that "%s" is no port', (text) => {
  expect(() => parsePort(text)).toThrow(
    new InvalidArgument(`--port "${text}" is no port; give a number from 1 to 65535`),
  )
})

it('private sources are host and port, several with commas between', () => {
  expect(parsePrivateSources('')).toEqual([])
  expect(parsePrivateSources('192.168.1.7:8080, NAS.local:80')).toEqual(['192.168.1.7:8080', 'nas.local:80'])
  expect(() => parsePrivateSources('10.0.0.0/8')).toThrow('--private-source 10.0.0.0/8 is no host:port')
})
