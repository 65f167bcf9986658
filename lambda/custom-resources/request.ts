import * as v from 'valibot';
import type { RespondTo } from '../execution-data/workflow-input.js';

/** The used part of CloudFormation's request. */
const fields = v.object({
  RequestType: v.picklist(['Create', 'Update', 'Delete']),
  ResponseURL: v.pipe(v.string(), v.url()),
  StackId: v.string(),
  RequestId: v.string(),
  LogicalResourceId: v.string(),
  ResourceType: v.string(),
  PhysicalResourceId: v.optional(v.string(), ''),
  ResourceProperties: v.optional(v.record(v.string(), v.unknown()), {}),
  OldResourceProperties: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** Properties are left as the template spells them: the schema of their type parses them. */
const requestSchema = v.pipe(
  fields,
  v.transform((request) => ({
    respondTo: respondToOf(request),
    requestType: request.RequestType,
    responseUrl: request.ResponseURL,
    requestId: request.RequestId,
    logicalResourceId: request.LogicalResourceId,
    resourceType: request.ResourceType,
    physicalResourceId: request.PhysicalResourceId,
    resourceProperties: request.ResourceProperties,
    oldResourceProperties: request.OldResourceProperties,
  })),
);
/** `respondTo`: what the response repeats of the request. */
export type CloudFormationRequest = v.InferOutput<typeof requestSchema>;

function respondToOf(request: v.InferOutput<typeof fields>): RespondTo {
  return {
    requestType: request.RequestType,
    stackId: request.StackId,
    requestId: request.RequestId,
    logicalResourceId: request.LogicalResourceId,
    physicalResourceId: request.PhysicalResourceId,
    issuedAt: issuedAt(request.ResponseURL)?.toISOString(),
  };
}

/**
 * When CloudFormation signed the URL, according to the URL; undefined if it does not say. Requests about one resource
 * may be delivered in any order; the one signed last is what the stack wants.
 */
function issuedAt(responseUrl: string): Date | undefined {
  const [, year, month, day, hour, minute, second] =
    /[?&]X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(responseUrl) ?? [];
  if (second === undefined) return undefined;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Not from CloudFormation: nobody waits for a response, so the event goes to the dead-letter queue. */
export class MalformedRequestError extends Error {
  override readonly name = 'MalformedRequestError';
}

/** @throws MalformedRequestError naming the fields, never their values: one of them is a credential */
export function parseRequest(event: unknown): CloudFormationRequest {
  const parsed = v.safeParse(requestSchema, event);
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'request').join(', ');
  throw new MalformedRequestError(`Not a request of CloudFormation; missing or wrong: ${wrong}.`);
}
