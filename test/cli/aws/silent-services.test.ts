/** The SDK clients of the command line, against a server that accepts connections and does not answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloudFormation } from '../../../cli/aws/cloudformation.js';
import { DeadLetters } from '../../../cli/aws/dead-letters.js';
import { Functions } from '../../../cli/aws/functions.js';
import { Reconciliations } from '../../../cli/aws/reconciliations.js';
import { Rules } from '../../../cli/aws/rules.js';
import { sdkQueues } from '../../../cli/aws/sdk-services.js';
import { Trails } from '../../../cli/aws/trails.js';
import { failureOf } from '../../../cli/errors/failure.js';
import { openAccess } from '../../../cli/session/access.js';
import { useSilentServer } from '../../aws/silent-server.js';

useSilentServer();

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters';

describe('a command whose service does not answer ends', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['CloudFormation', () => cloudFormation().call('DescribeOrganizationsAccess', { CallAs: 'SELF' })],
    ['CloudTrail', () => new Trails().list()],
    ['EventBridge', () => new Rules().describe('rule')],
    ['Lambda', () => new Functions().send('function', {})],
    ['Parameter Store', () => openAccess(undefined)],
    ['SQS, for the messages', () => new DeadLetters(QUEUE_URL).receive(1, 30)],
    ['SQS, for their number', () => sdkQueues().call('GetQueueAttributes', { QueueUrl: QUEUE_URL })],
    ['Step Functions', () => new Reconciliations('arn').start('name', { trigger: 'schedule' })],
  ])('for %s, and says that AWS does not respond', async (_, call) => {
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(failureOf(error).message).toContain('AWS does not respond');
  });
});

it('every SDK client of the command line has these settings', () => {
  const root = join(import.meta.dirname, '../../../cli');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const created = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/new \w+Client\((.*)$/gm)].map(([, rest]) => rest),
  );
  expect(created.length).toBeGreaterThan(10);
  expect(created.filter((rest) => rest?.includes('clientSettings(') !== true)).toEqual([]);
});
