import { Stack, Validations } from 'aws-cdk-lib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { acknowledgeFinding } from '../../../lib/engine/acknowledge-finding.js';

const FINDING = { id: 'AwsSolutions-IAM5[Resource::arn:aws:states:::*]', reason: 'forced' };

function named(name: string): Error {
  return Object.assign(new Error("Invalid validation rule ID: '::' is reserved."), { name });
}

function acknowledgeWith(error: Error) {
  const stack = new Stack();
  vi.spyOn(Validations.prototype, 'acknowledge').mockImplementation(() => {
    throw error;
  });
  return () => acknowledgeFinding(stack, FINDING);
}

describe('a finding of cdk-nag', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is acknowledged', () => {
    const stack = new Stack();
    acknowledgeFinding(stack, FINDING);
    expect(JSON.stringify(stack.node.metadata)).toContain(FINDING.reason);
  });

  it('is left alone by a release of aws-cdk-lib that does not accept its id', () => {
    expect(acknowledgeWith(named('InvalidValidationId'))).not.toThrow();
  });

  it('does not hide any other error, whatever its text', () => {
    expect(acknowledgeWith(named('ValidationError'))).toThrow('Invalid validation rule ID');
  });
});
