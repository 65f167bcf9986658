import { describe, expect, it } from 'vitest';
import { errorOfResponse } from '../../../lambda/atlas/response-error.js';

const responded = (status: number, errorCode: string, detail = '') =>
  errorOfResponse(
    'Create endpoint service',
    {
      status,
      headers: new Headers(),
      text: JSON.stringify({ error: status, errorCode, detail, reason: 'x' }),
    },
    new Date(0),
  );

describe('an error of Atlas', () => {
  it.each([
    [400, 'ATLAS_GENERAL_ERROR', 'The operation failed. Reason: No Capacity.'],
    [400, 'ATLAS_GENERAL_ERROR', 'no capacity'],
    [409, 'NO_CAPACITY', ''],
    [409, 'OUT_OF_CAPACITY', ''],
  ] as const)('with status %d, %s and %j is a lack of capacity', (status, code, wording) => {
    expect(responded(status, code, wording).lacksCapacity).toBe(true);
  });

  it.each([
    [400, 'ATLAS_GENERAL_ERROR', 'Something else.'],
    [400, 'INVALID_ATTRIBUTE', 'No Capacity'],
    [409, 'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION', ''],
  ] as const)('with status %d, %s and %j is not a lack of capacity', (status, code, wording) => {
    expect(responded(status, code, wording).lacksCapacity).toBe(false);
  });

  it.each(['PRIVATELINK_CANNOT_ACCEPT_ENDPOINTS', 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS'])(
    '%s ends when the service is ready',
    (code) => {
      expect(responded(409, code).cannotAcceptEndpointsYet).toBe(true);
      expect(responded(409, 'INTERFACE_ENDPOINT_ALREADY_EXISTS').cannotAcceptEndpointsYet).toBe(false);
    },
  );
});
