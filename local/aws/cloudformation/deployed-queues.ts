/** Queues of a template, and their policies. */
import type { ResourceStatement } from '../iam/resource-policy.js';
import type { MessageQueues } from '../sqs/message-queues.js';
import type { Resource, StackTemplate } from './stack-template.js';

export interface QueueStores {
  readonly queues: MessageQueues;
}

interface QueuePolicyProperties {
  readonly Queues: readonly string[];
  readonly PolicyDocument: { readonly Statement: ResourceStatement | readonly ResourceStatement[] };
}

/** @returns a function that deletes the queue */
export function createQueue(
  template: StackTemplate,
  { logicalId, properties }: Resource,
  { queues }: QueueStores,
): () => void {
  const queueArn = template.arnOf(logicalId);
  const { VisibilityTimeout } = properties;
  queues.create(queueArn, VisibilityTimeout === undefined ? undefined : Number(VisibilityTimeout));
  return () => queues.remove(queueArn);
}

/** Replaces an earlier policy of the queue, as CloudFormation does. */
export function setQueuePolicy(
  _template: StackTemplate,
  { properties }: Resource,
  { queues }: QueueStores,
): void {
  const { Queues, PolicyDocument } = properties as unknown as QueuePolicyProperties;
  for (const url of Queues) queues.setPolicy(arnOf(url), [PolicyDocument.Statement].flat());
}

/** Converts `https://sqs.<region>.amazonaws.com/<account>/<name>` to the ARN of the queue. */
function arnOf(queueUrl: string): string {
  const [, region = '', account = '', name = ''] =
    /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d+)\/(.+)$/.exec(queueUrl) ?? [];
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
