import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unknownNames } from '../../bin/check-template/recipes.js';
import { ROOT } from '../docs/documents.js';

it('a recipe that uses an unknown parameter or output is detected', () => {
  const unknown = unknownNames(join(ROOT, 'examples', 'without-cdk'), {
    Parameters: { ProjectIds: {}, SelectTagKey: {}, AlarmEmail: {} },
    Outputs: { DeadLetterQueueUrl: {} },
  });
  expect([...new Set(unknown)].sort()).toEqual(['SecretArn', 'WorkflowArn']);
});
