import * as v from 'valibot';

/**
 * An invocation by SNS. Nothing else of it is read: what EC2 puts into a connection notification is documented nowhere, and a
 * message may be late, lost, sent twice or forged.
 */
const deliverySchema = v.object({
  Records: v.pipe(v.array(v.object({ EventSource: v.literal('aws:sns') })), v.minLength(1)),
});

export function isConnectionNotification(payload: unknown): boolean {
  return v.is(deliverySchema, payload);
}
