import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointIdIn, removalParameterName } from '../../lambda/contract/registry.js';
import { requireParameterName } from '../../local/aws/ssm/parameter-name.js';
import { ENDPOINT_ID, SERVICE_ID } from '../domain/samples.js';

const NOW = new Date('2026-08-10T03:05:05Z');
const nameOf = (endpointId: string) => removalParameterName(SERVICE_ID, endpointId, NOW);
const arnOf = (name: string) => `arn:aws:ssm:ap-southeast-2:111122223333:parameter${name}`;

/** The longest id that Azure allows: a resource group of 90 characters, and a private endpoint of 80. */
const longest = (deadLetter: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${deadLetter.repeat(90)}/providers/Microsoft.Network/privateEndpoints/${'e'.repeat(80)}`;

describe('the parameter name of a removal intent', () => {
  it('contains the id of a VPC endpoint unchanged', () => {
    expect(nameOf(ENDPOINT_ID)).toBe(
      `/atlas-privatelink/removals/${SERVICE_ID}/${ENDPOINT_ID}/2026-08-10T03`,
    );
  });

  it.each([longest('g'), longest('('), longest('語'), 'group', 'a.b', 'base64url.eA'])(
    'is accepted by Parameter Store, and identifies the link: %s',
    (endpointId) => {
      const name = nameOf(endpointId);
      expect(() => requireParameterName(name, arnOf(name))).not.toThrow();
      expect(endpointIdIn(name)).toBe(endpointId);
    },
  );

  it('differs from that of any other endpoint', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), (endpointId) => {
        expect(endpointIdIn(nameOf(endpointId))).toBe(endpointId);
      }),
    );
  });
});
