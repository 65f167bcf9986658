import * as v from 'valibot';
import type { MembersSetting } from '../contract/members.js';
import { awsRegionSchema } from './region-schemas.js';

/** Members of a hub. Not for `lib`: it needs valibot. */
export const membersSchema: v.GenericSchema<unknown, MembersSetting> = v.object({
  hubAccount: v.pipe(v.string(), v.regex(/^\d{12}$/, 'expected 12 digits')),
  partition: v.pipe(v.string(), v.nonEmpty()),
  namespace: v.pipe(v.string(), v.nonEmpty()),
  // Absent: every account that has been heard. An empty list is no account.
  accounts: v.exactOptional(v.array(v.string())),
  regions: v.array(awsRegionSchema),
});
