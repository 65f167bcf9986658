/** Calls of AWS APIs in all places of a world, with their time and their refusal. */
import type { Caller } from '../../local/aws/iam/caller.js';
import type { AwsCall } from '../../local/aws/protocol/aws-call.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import type { Place } from '../../local/aws/protocol/place.js';
import type { WorldPlace } from '../../local/world-place.js';

export interface PerformedCall extends Place {
  readonly action: string;
  /** World time, milliseconds. */
  readonly at: number;
  /** ARN of the role whose permissions the call has; undefined for an administrator. */
  readonly roleArn: string | undefined;
  /** True for a function's code, also in a session that it has opened; false for people and for what AWS does itself. */
  readonly isByFunction: boolean;
  /** Error code; undefined if the call was performed. */
  readonly refusal: string | undefined;
}

export class CallJournal {
  readonly entries: PerformedCall[] = [];

  /** Records the calls in this place from now on. */
  watch({ aws, time }: WorldPlace): void {
    const perform = aws.perform.bind(aws);
    const { account, region } = aws;
    aws.perform = (call: AwsCall, caller: Caller) => {
      const { roleArn, container } = caller;
      const isByFunction = container !== undefined;
      const entry = { account, region, action: call.action, at: time.now(), roleArn, isByFunction };
      try {
        const result = perform(call, caller);
        this.entries.push({ ...entry, refusal: undefined });
        return result;
      } catch (error) {
        this.entries.push({ ...entry, refusal: error instanceof AwsError ? error.code : 'InternalFailure' });
        throw error;
      }
    };
  }
}
