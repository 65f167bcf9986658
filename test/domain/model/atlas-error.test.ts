import { describe, expect, it } from 'vitest';
import { AtlasError, type AtlasErrorKind } from '../../../lambda/domain/model/errors/atlas-error.js';

const answered = (kind: AtlasErrorKind, code: string, words = '') =>
  new AtlasError(`Create endpoint service: Atlas answered: ${words}`, {
    kind,
    operation: 'test',
    code,
    advice: '',
  });

describe('an error of Atlas', () => {
  it.each([
    ['invalid', 'ATLAS_GENERAL_ERROR', 'The operation failed. Reason: No Capacity.'],
    ['invalid', 'ATLAS_GENERAL_ERROR', 'no capacity'],
    ['conflict', 'NO_CAPACITY', ''],
    ['conflict', 'OUT_OF_CAPACITY', ''],
  ] as const)('of kind %s, %s %j is a lack of capacity', (kind, code, words) => {
    expect(answered(kind, code, words).lacksCapacity).toBe(true);
  });

  it.each([
    ['invalid', 'ATLAS_GENERAL_ERROR', 'Something else.'],
    ['invalid', 'INVALID_ATTRIBUTE', 'No Capacity'],
    ['conflict', 'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION', ''],
  ] as const)('of kind %s, %s %j is none', (kind, code, words) => {
    expect(answered(kind, code, words).lacksCapacity).toBe(false);
  });

  it.each(['PRIVATELINK_CANNOT_ACCEPT_ENDPOINTS', 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS'])(
    '%s passes when the service is ready',
    (code) => {
      expect(answered('conflict', code).cannotAcceptEndpointsYet).toBe(true);
      expect(answered('conflict', 'INTERFACE_ENDPOINT_ALREADY_EXISTS').cannotAcceptEndpointsYet).toBe(false);
    },
  );
});
