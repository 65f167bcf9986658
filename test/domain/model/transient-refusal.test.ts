import { describe, expect, it } from 'vitest';
import { transientRefusalOf } from '../../../lambda/domain/model/transient-refusal.js';

const BUSY =
  "Failed to accept interface endpoint due to an unexpected error with code={InvalidParameter} and message={Cannot modify VPC Endpoint vpce-0a1b2c3d4e5f60718 at this time because there is an idempotent operation going on} from AWS API. Click 'Edit' to fix the problem.";

describe('the text of a refusal', () => {
  it.each([
    // Texts that have been observed.
    [BUSY, 'endpoint-busy'],
    ['Interface endpoint vpce-0a1b2c3d4e5f60718 was not found.', 'endpoint-not-visible'],
    ['Verify endpoint ID and accepted regions, then retry your connection.', 'endpoint-not-visible'],
    // Possible future texts.
    [BUSY.toUpperCase(), 'endpoint-busy'],
    ['There is an Idempotent Operation in progress; please wait', 'endpoint-busy'],
    ['endpoint not found in any of the Accepted Regions', 'endpoint-not-visible'],
    ['VERIFY ENDPOINT ID', 'endpoint-not-visible'],
  ])('%j is %s', (wording, refusal) => {
    expect(transientRefusalOf(wording)).toBe(refusal);
  });

  it.each([
    '',
    'No dns entries found for endpoint vpce-0a1b2c3d4e5f60718, your endpoint must be provisioned in at least one subnet Click "Edit" to fix the problem.',
    'No such endpoint.',
    'Failed to accept interface endpoint due to an unexpected error with code={UnauthorizedOperation}',
    'The endpoint was rejected by its owner.',
  ])('%j is final', (wording) => {
    expect(transientRefusalOf(wording)).toBeUndefined();
  });
});
