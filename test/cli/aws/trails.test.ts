import { describe, expect, it } from 'vitest';
import { selectsEndpointCalls } from '../../../cli/aws/trails.js';

const advanced = (...fields: { Field: string; Equals?: string[]; NotEquals?: string[] }[]) => ({
  AdvancedEventSelectors: [{ FieldSelectors: fields }],
});
const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };

describe('event selectors', () => {
  it.each([
    [
      'all management events',
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' as const }] },
    ],
    [
      'write events',
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' as const }] },
    ],
    ['management events, as newer trails say it', advanced(MANAGEMENT)],
    [
      'management events but those of KMS',
      advanced(MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
    ],
  ])('include the calls with %s', (_, selectors) => {
    expect(selectsEndpointCalls(selectors)).toBe(true);
  });

  it.each([
    ['nothing', {}],
    [
      'read events',
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' as const }] },
    ],
    ['data events', { EventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: 'All' as const }] }],
    ['read events, as newer trails say it', advanced(MANAGEMENT, { Field: 'readOnly', Equals: ['true'] })],
    ['data events, as newer trails say it', advanced({ Field: 'eventCategory', Equals: ['Data'] })],
  ])('do not include them with %s', (_, selectors) => {
    expect(selectsEndpointCalls(selectors)).toBe(false);
  });
});
