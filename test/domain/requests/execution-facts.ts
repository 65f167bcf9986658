import type { ExecutionFacts } from '../../../lambda/domain/model/ports/executions.js';

/** A successful execution, unless the parts say otherwise. */
export function executionFacts(parts: Partial<ExecutionFacts> = {}): ExecutionFacts {
  return {
    name: 'cfn_Link_1_2',
    executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:links:cfn_Link_1_2',
    status: 'SUCCEEDED',
    error: '',
    cause: '',
    input: '{}',
    endedAt: new Date('2026-08-10T03:04:00Z'),
    ...parts,
  };
}
