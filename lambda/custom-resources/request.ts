import * as v from 'valibot';

/** CloudFormation's request, as far as it is used. */
const requestSchema = v.object({
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
export type CloudFormationRequest = v.InferOutput<typeof requestSchema>;

/** Not from CloudFormation: there is nobody to answer, so it goes to the dead-letter queue. */
export class MalformedRequestError extends Error {
  override readonly name = 'MalformedRequestError';
}

/** @throws MalformedRequestError naming the fields, never their values: one of them is a credential */
export function parseRequest(event: unknown): CloudFormationRequest {
  const parsed = v.safeParse(requestSchema, event);
  if (parsed.success) return parsed.output;
  const fields = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'request').join(', ');
  throw new MalformedRequestError(`Not a request of CloudFormation; missing or wrong: ${fields}.`);
}
