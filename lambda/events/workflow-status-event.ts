import * as v from 'valibot';
import { ENDED_STATUSES, type WorkflowEnded } from '../execution-data/failed-execution.js';
import { jsonText } from '../json/json-text.js';
import { record } from '../json/record.js';
import { shown } from '../json/shown.js';
import { validate } from '../json/validate.js';
import { textField } from './field-schemas.js';
import { fieldOf, textOf } from './untyped-json.js';

export type WorkflowStatusEvent =
  | { readonly kind: 'accepted'; readonly event: WorkflowEnded }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

/** Maximum of a `Date`, in milliseconds. */
const MAX_TIME = 8.64e15;

/** True for an EventBridge delivery of `Step Functions Execution Status Change`; false for a task of the workflow. */
export function isWorkflowStatusEvent(payload: unknown): boolean {
  return textOf(fieldOf(payload, 'source')) === 'aws.states' && fieldOf(payload, 'detail') !== undefined;
}

const AN_ARN = 'expected an ARN';
const optionalText = v.fallback(v.optional(textField('expected a text'), ''), '');
const endedSchema = v.object({
  executionArn: textField(AN_ARN),
  status: v.picklist(ENDED_STATUSES),
  error: optionalText,
  cause: optionalText,
  input: jsonText(v.unknown()),
  // Milliseconds since 1970; an invalid time counts as absent: then the last poll decides.
  stopDate: v.fallback(
    v.optional(v.pipe(v.number(), v.minValue(-MAX_TIME), v.maxValue(MAX_TIME))),
    undefined,
  ),
});

/** Names the execution, for the person who repairs it. */
function ofExecution(executionArn: unknown, issues: readonly string[]): WorkflowStatusEvent {
  const arn = textOf(executionArn);
  return {
    kind: 'malformed',
    issues: arn === undefined ? issues : [`${arn.slice(0, 300)}: ${issues.join('; ')}`],
  };
}

/** Never throws, like {@link parseEndpointEvent}. */
export function parseWorkflowStatusEvent(delivery: unknown): WorkflowStatusEvent {
  const detail = validate(record, fieldOf(delivery, 'detail'), { whole: 'detail' });
  if (detail.kind === 'malformed') return detail;
  const { status } = detail.value;
  if (!v.is(endedSchema.entries.status, status))
    return { kind: 'ignored', reason: `status ${shown(status)}` };
  const ended = validate(endedSchema, detail.value, { whole: 'detail' });
  if (ended.kind === 'malformed') return ofExecution(detail.value.executionArn, ended.issues);
  const { stopDate, ...event } = ended.value;
  return {
    kind: 'accepted',
    event: { ...event, endedAt: stopDate === undefined ? undefined : new Date(stopDate) },
  };
}
