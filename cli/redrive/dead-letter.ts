/** What a dead-letter message is about, and where its event has to be sent. Two untrusted formats. */
import * as v from 'valibot';
import { parseEndpointEvent } from '../../lambda/events/endpoint-event.js';
import { fieldOf, textOf } from '../../lambda/events/untyped-json.js';
import { isWorkflowStatusEvent } from '../../lambda/events/workflow-status-event.js';
import { jsonText } from '../../lambda/json/json-text.js';
import { record } from '../../lambda/json/record.js';
import { validate } from '../../lambda/json/validate.js';
import type { Automation } from '../automation/automation.js';

export type Destination =
  | { readonly kind: 'function'; readonly functionName: string }
  /** An undelivered call of a schedule or a deployment. */
  | { readonly kind: 'reconciliation' }
  | { readonly kind: 'nowhere'; readonly reason: string };

export interface DeadLetter {
  readonly source: 'lambda' | 'eventbridge' | 'unreadable';
  /** Only for the function, never printed: it may contain a response URL. */
  readonly event: unknown;
  /** Ids and names for messages. */
  readonly subject: string;
  /** Name of the function's error; empty if EventBridge did not deliver the event, or if Lambda gave none. */
  readonly errorType: string;
  /** Why the message is in the queue. For people; what is decided depends on `errorType`. */
  readonly reason: string;
  readonly destination: Destination;
}

/** A value of another shape counts as missing. */
const text = v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty())), undefined);
const responseSchema = v.object({ errorType: text, errorMessage: text });
const contextSchema = v.object({ condition: text, functionArn: text });

/** The used fields of Lambda's record for a failure destination; an event of EventBridge has none of them. */
const invocationSchema = v.object({
  requestPayload: v.optional(v.unknown()),
  responsePayload: v.fallback(responseSchema, {}),
  requestContext: v.fallback(contextSchema, {}),
});
type Invocation = Omit<v.InferOutput<typeof invocationSchema>, 'requestPayload'>;
const deadLetterSchema = jsonText(v.pipe(v.unknown(), record));

/** Never throws: any text is a dead-letter message. */
export function readDeadLetter(
  body: string,
  attributes: Readonly<Record<string, string>>,
  automation: Automation,
): DeadLetter {
  const read = validate(deadLetterSchema, body);
  if (read.kind === 'malformed') {
    const destination = { kind: 'nowhere', reason: 'it is no event' } as const;
    return {
      source: 'unreadable',
      event: undefined,
      subject: 'not JSON',
      errorType: '',
      reason: '',
      destination,
    };
  }
  const { requestPayload, ...invocation } = v.parse(invocationSchema, read.value);
  const isOfLambda = requestPayload !== undefined;
  const event = isOfLambda ? requestPayload : read.value;
  return {
    source: isOfLambda ? 'lambda' : 'eventbridge',
    event,
    subject: subjectOf(event),
    errorType: isOfLambda ? (invocation.responsePayload.errorType ?? '') : '',
    reason: withoutUrls(isOfLambda ? lambdaReason(invocation) : deliveryReason(attributes)),
    destination: destinationOf(invocation, event, attributes, automation),
  };
}

function lambdaReason({ responsePayload, requestContext }: Invocation): string {
  const { errorType, errorMessage } = responsePayload;
  return [errorType, errorMessage ?? requestContext.condition]
    .filter((part) => part !== undefined)
    .join(': ');
}

function deliveryReason({
  ERROR_CODE = 'not delivered',
  ERROR_MESSAGE = '',
}: Readonly<Record<string, string>>) {
  return [ERROR_CODE, ERROR_MESSAGE].filter((part) => part !== '').join(': ');
}

/** A URL in an error may be CloudFormation's response URL, which is a credential. */
function withoutUrls(text: string): string {
  return text.replace(/https?:\/\/\S+/g, '<URL>');
}

function destinationOf(
  { requestContext }: Invocation,
  event: unknown,
  { TARGET_ARN = '' }: Readonly<Record<string, string>>,
  automation: Automation,
): Destination {
  if (fieldOf(event, 'RequestType') !== undefined)
    return nowhere('it is a request of CloudFormation, which only CloudFormation sends again');
  const functionArn = requestContext.functionArn ?? TARGET_ARN;
  const functionName = isWorkflowStatusEvent(event)
    ? automation.finalizerFunctionName
    : automation.receiverFunctionName;
  if (functionArn.includes(':function:')) return functionOf(functionArn, functionName, automation);
  const isReconciliation =
    TARGET_ARN === automation.reconcileWorkflowArn || fieldOf(event, 'trigger') !== undefined;
  if (isReconciliation) return { kind: 'reconciliation' };
  return { kind: 'function', functionName };
}

/**
 * A principal that may write to the queue must not choose what is invoked with the credentials of the person who
 * redrives. So the event decides between the automation's receiver and its finalizer, and a message that names any
 * other function stays in the queue.
 */
function functionOf(functionArn: string, functionName: string, { region, account }: Automation): Destination {
  // arn:<partition>:lambda:<region>:<account>:function:<name>, with a qualifier in Lambda's records
  const [, , , ofRegion, ofAccount, , named = ''] = functionArn.split(':');
  if (ofRegion !== region || ofAccount !== account)
    return nowhere(`function ${functionArn} is not of this account and Region`);
  if (named === functionName) return { kind: 'function', functionName };
  return nowhere(`it names function ${named}, and its event belongs to ${functionName}`);
}

function nowhere(reason: string): Destination {
  return { kind: 'nowhere', reason };
}

function subjectOf(event: unknown): string {
  const requestType = textOf(fieldOf(event, 'RequestType'));
  if (requestType !== undefined)
    return `CloudFormation ${requestType} ${textOf(fieldOf(event, 'LogicalResourceId')) ?? ''}`.trim();
  const detail = fieldOf(event, 'detail');
  if (isWorkflowStatusEvent(event))
    return `execution ${textOf(fieldOf(detail, 'name')) ?? ''} ${textOf(fieldOf(detail, 'status')) ?? ''}`.trim();
  const name = textOf(fieldOf(detail, 'eventName')) ?? textOf(fieldOf(event, 'detail-type')) ?? 'event';
  const parsed = parseEndpointEvent(event);
  if (parsed.kind !== 'accepted') return name;
  const ids = parsed.event.kind === 'deleted' ? parsed.event.endpointIds : [parsed.event.endpointId];
  return `${name} ${ids.join(', ')}`;
}

/**
 * Whether the body of a dead-letter message mentions this endpoint, in any format: searched as text, at any nesting
 * depth.
 */
export function isAbout(body: string, endpointId: string): boolean {
  return body.includes(endpointId);
}
