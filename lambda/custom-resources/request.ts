import * as v from 'valibot';

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
    requestType: request.RequestType,
    responseUrl: request.ResponseURL,
    stackId: request.StackId,
    requestId: request.RequestId,
    logicalResourceId: request.LogicalResourceId,
    resourceType: request.ResourceType,
    physicalResourceId: request.PhysicalResourceId,
    resourceProperties: request.ResourceProperties,
    oldResourceProperties: request.OldResourceProperties,
  })),
);
export type CloudFormationRequest = v.InferOutput<typeof requestSchema>;

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
