import { createHash } from 'node:crypto';
import type { RespondTo } from '../../execution-data/workflow-input.js';

type Resource = Pick<RespondTo, 'stackId' | 'logicalResourceId'>;

const READABLE_LENGTH = 24;
const DIGEST_LENGTH = 16;

/**
 * Common prefix of the names of all executions of one resource of one stack. CloudFormation does not say which requests
 * came before this one, but each of them names the stack and the logical id.
 */
export function resourcePrefix({ stackId, logicalResourceId }: Resource): string {
  const readable = logicalResourceId.replace(/[^A-Za-z0-9]/g, '-').slice(0, READABLE_LENGTH);
  return `cfn_${readable}_${digest(stackId, logicalResourceId)}_`;
}

/** Name of the execution for a request; the same for each delivery of the request. */
export function requestName(request: RespondTo): string {
  return resourcePrefix(request) + digest(request.requestId);
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, DIGEST_LENGTH);
}
