import * as v from 'valibot';

/**
 * An invocation by SNS. Its content is not read: the content of a connection notification is not documented, and a
 * message may be late, lost, duplicated or forged.
 */
const deliverySchema = v.object({
  Records: v.pipe(v.array(v.object({ EventSource: v.literal('aws:sns') })), v.minLength(1)),
});

export function isConnectionNotification(payload: unknown): boolean {
  return v.is(deliverySchema, payload);
}
