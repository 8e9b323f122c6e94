import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { addressRange, isOwnNetworkAddress, isPublicAddress } from '../../src/index.ts'

describe('addressRange', () => {
  it.each(['8.8.8.8', '93.184.215.14', '100.63.255.255', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    'takes %s for public',
    (address) => {
      expect(addressRange(address)).toBe('public')
    },
  )

  it('takes an IPv4 address in the clothes of IPv6 for what it is', () => {
    expect(addressRange('::ffff:8.8.8.8')).toBe('public')
    expect(addressRange('::ffff:10.0.0.1')).toBe('private')
  })

  it('never takes a wrapped IPv4 address for public, whatever it is', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    const wraps = ['::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::']
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), fc.constantFrom(...wraps), (bytes, wrap) => {
        expect(isPublicAddress(`${wrap}${bytes.join('.')}`)).toBe(false)
      }),
    )
  })

  it('never takes an IPv6 address for public that is outside of what is handed out', () => {
    const group = fc.integer({ min: 0, max: 0xffff })
    const outside = group.filter((first) => first >> 13 !== 1)
    fc.assert(
      fc.property(outside, fc.array(group, { minLength: 7, maxLength: 7 }), (first, rest) => {
        const isMapped = first === 0 && rest.slice(0, 4).every((part) => part === 0) && rest[4] === 0xffff
        fc.pre(!isMapped)
        expect(isPublicAddress([first, ...rest].map((part) => part.toString(16)).join(':'))).toBe(false)
      }),
    )
  })

  it('says of what is no address that it is none', () => {
    for (const text of ['', 'example.com', '1.2.3.4.5', ':::']) expect(addressRange(text)).toBe('no address')
  })
})

describe('isOwnNetworkAddress', () => {
  it.each(['127.0.0.1', '::1', '10.0.0.1', '192.168.1.7', 'fd12::1', '100.64.0.1'])('takes %s', (address) => {
    expect(isOwnNetworkAddress(address)).toBe(true)
  })

  it.each(['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', 'fe80::1', '0.0.0.0', '224.0.0.1', '8.8.8.8'])(
    'does not take %s',
    (address) => {
      expect(isOwnNetworkAddress(address)).toBe(false)
    },
  )
})
