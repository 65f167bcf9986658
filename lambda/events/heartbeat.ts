/** The hourly event of a scheduled rule in a member, by which its hub knows it. */
import * as v from 'valibot';
import { heartbeatVersion } from '../contract/members.js';
import { shown } from '../json/shown.js';
import { validate } from '../json/validate.js';
import { timeField } from './field-schemas.js';
import { placeOfEnvelope, type ServedPlace } from './served-place.js';
import { fieldOf, textOf } from './untyped-json.js';

export type Heartbeat =
  | {
      readonly kind: 'heard';
      readonly place: ServedPlace;
      /** Version of the member template. */
      readonly memberVersion: number;
      readonly heardAt: Date;
    }
  | { readonly kind: 'ignored'; readonly reason: string };

export function isHeartbeat(delivery: unknown): boolean {
  return textOf(fieldOf(delivery, 'source')) === 'aws.events';
}

const heartbeatSchema = v.object({ time: timeField });

/** Any JSON gives one of the two results. */
export function parseHeartbeat(delivery: unknown, namespace: string): Heartbeat {
  const place = placeOfEnvelope(delivery);
  const read = validate(heartbeatSchema, { time: fieldOf(delivery, 'time') });
  if (place === undefined || read.kind !== 'valid')
    return { kind: 'ignored', reason: 'a scheduled event without account, Region or time' };
  const resources = fieldOf(delivery, 'resources');
  const arn = textOf(Array.isArray(resources) ? resources[0] : resources) ?? '';
  // arn:aws:events:<region>:<account>:rule/<name>
  const [, , , region, account, rule = ''] = arn.split(':', 6);
  const memberVersion = heartbeatVersion(rule.replace(/^rule\//, ''), namespace);
  if (memberVersion === undefined || region !== place.region || account !== place.account)
    return { kind: 'ignored', reason: `no heartbeat of a member of this hub: ${shown(arn)}` };
  return { kind: 'heard', place, memberVersion, heardAt: read.value.time };
}
