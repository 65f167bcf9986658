import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESPONSE_LIMIT_BYTES } from '../../lambda/contract/custom-resources.js';
import { failure, success } from '../../lambda/custom-resources/response.js';
import { RESPOND_TO } from './requests.js';

const bytesOf = (response: object) => Buffer.byteLength(JSON.stringify(response));

describe('a response to CloudFormation', () => {
  it('contains every attribute as a text: lists of texts separated by commas, other lists as JSON', () => {
    const { Data } = success(RESPOND_TO, 'id', {
      Flag: false,
      Ids: ['a', 'b'],
      None: [],
      Endpoints: [{ EndpointName: 'e' }],
    });
    expect(Data).toEqual({ Flag: 'false', Ids: 'a,b', None: '', Endpoints: '[{"EndpointName":"e"}]' });
  });

  it('that would be too large becomes a failure that says so', () => {
    expect(success(RESPOND_TO, 'id', { Long: 'x'.repeat(5000) })).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/attributes take \d+ bytes.*4096/),
    });
  });

  it('contains as many items of long lists as fit, and says so', () => {
    const Endpoints = Array.from({ length: 50 }, (_, index) => ({
      EndpointName: `atlas-endpoint-${index}`,
      IpAddress: `10.0.1.${index}`,
      Status: 'AVAILABLE',
    }));
    const response = success(RESPOND_TO, 'id', { EndpointId: 'group', Ids: ['a'], Endpoints });
    expect(bytesOf(response)).toBeLessThanOrEqual(RESPONSE_LIMIT_BYTES);
    const { Endpoints: left, AttributesCut, Ids } = response.Data ?? {};
    const count = JSON.parse(String(left)).length;
    expect([response.Status, Ids, AttributesCut]).toEqual(['SUCCESS', 'a', `Endpoints: ${count} of 50`]);
    expect(count).toBeGreaterThan(30);
  });

  it('never exceeds the limit, whatever the reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 9000, size: 'max' }), (reason) => {
        expect(bytesOf(failure(RESPOND_TO, 'id', reason))).toBeLessThanOrEqual(RESPONSE_LIMIT_BYTES);
      }),
      { numRuns: 60 },
    );
  });

  it('contains the beginning of a long reason', () => {
    const { Reason } = failure(RESPOND_TO, 'id', `Atlas refused. ${'x'.repeat(9000)}`);
    expect(Reason).toMatch(/^Atlas refused\. x{3000,}…$/);
  });
});
