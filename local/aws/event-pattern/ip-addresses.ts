import { BlockList, isIP } from 'node:net';
import type { Leaf } from './event-fields.js';
import { PatternError } from './pattern-error.js';

/** A text; one that is an IP address matches every spelling of the address. */
export function addressMatcher(expected: string): (value: Leaf) => boolean {
  if (isIP(expected) === 0) return (value) => value === expected;
  const addresses = new BlockList();
  addresses.addAddress(expected, familyOf(expected));
  return (value) => isWithin(addresses, value);
}

/** @throws PatternError */
export function rangeOfAddresses(cidr: string, whole: unknown): (value: Leaf) => boolean {
  const [address = '', bits = '', ...more] = cidr.split('/');
  const largest = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || more.length > 0 || !/^\d+$/.test(bits) || Number(bits) > largest)
    throw new PatternError(`Malformed CIDR: ${cidr}`, whole);
  const addresses = new BlockList();
  addresses.addSubnet(address, Number(bits), familyOf(address));
  return (value) => isWithin(addresses, value);
}

function isWithin(addresses: BlockList, value: Leaf): boolean {
  return typeof value === 'string' && isIP(value) !== 0 && addresses.check(value, familyOf(value));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
