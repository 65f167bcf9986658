import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unknownNames } from '../../bin/check-template/recipes.js';
import { ROOT } from '../docs/documents.js';

it('a recipe that names what the template has not is noticed, parameter or output', () => {
  const unknown = unknownNames(join(ROOT, 'examples', 'without-cdk'), {
    Parameters: { ProjectIds: {}, SelectTagKey: {}, AlarmEmail: {} },
    Outputs: { DeadLetterQueueUrl: {} },
  });
  expect([...new Set(unknown)].sort()).toEqual(['SecretArn', 'WorkflowArn']);
});
