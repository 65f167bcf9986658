import { BlockList, isIP } from 'node:net';
import type { Leaf } from './event-fields.js';
import { PatternError } from './pattern-error.js';

/** Matches a text; a text with an IP address matches every spelling of the address. */
export function addressMatcher(expected: string): (value: Leaf) => boolean {
  if (isIP(expected) === 0) return (value) => value === expected;
  const addresses = new BlockList();
  addresses.addAddress(expected, familyOf(expected));
  return (value) => isWithin(addresses, value);
}

/** @throws PatternError for a malformed CIDR range */
export function rangeOfAddresses(cidr: string, whole: unknown): (value: Leaf) => boolean {
  const [address = '', bits = '', ...more] = cidr.split('/');
  // AWS's matcher refuses a mask of all bits: "IPv4 mask bits must be < 32".
  const bitsOfFamily = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || more.length > 0 || !/^\d+$/.test(bits) || Number(bits) >= bitsOfFamily)
    throw new PatternError(`Malformed CIDR: ${cidr}`, whole);
  const addresses = new BlockList();
  addresses.addSubnet(address, Number(bits), familyOf(address));
  // The check of the address family is needed because Node.js finds an IPv4 address within an IPv6 range, as an
  // IPv4-mapped address.
  return (value) => isIP(String(value)) === isIP(address) && isWithin(addresses, value);
}

function isWithin(addresses: BlockList, value: Leaf): boolean {
  return typeof value === 'string' && isIP(value) !== 0 && addresses.check(value, familyOf(value));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
