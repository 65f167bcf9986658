import * as v from 'valibot';

/** An invocation by SNS. Not more of it is required: the content of a connection notification is not documented. */
const deliverySchema = v.object({
  Records: v.pipe(
    v.array(v.object({ EventSource: v.literal('aws:sns'), Sns: v.optional(v.unknown()) })),
    v.minLength(1),
  ),
});

const messageSchema = v.object({ Message: v.string() });

const ENDPOINT_ID = /\bvpce-[0-9a-f]{8,17}\b/g;

export interface ConnectionNotification {
  /**
   * Ids of VPC endpoints in the text of the message. A message may be late, lost, duplicated or forged, so they decide
   * nothing but which endpoint is read first.
   */
  readonly named: readonly string[];
}

/** @returns undefined if the payload is no invocation by SNS */
export function readConnectionNotification(payload: unknown): ConnectionNotification | undefined {
  if (!v.is(deliverySchema, payload)) return undefined;
  return { named: [...new Set(payload.Records.flatMap(({ Sns }) => idsIn(Sns)))] };
}

function idsIn(notification: unknown): readonly string[] {
  return v.is(messageSchema, notification) ? (notification.Message.match(ENDPOINT_ID) ?? []) : [];
}
