/** Holds one call of a person while the world continues, so that others act between two calls of a command. */
import type { Caller } from '../../local/aws/iam/caller.js';
import type { AwsCall } from '../../local/aws/protocol/aws-call.js';
import type { WorldPlace } from '../../local/world-place.js';

export interface HeldCall {
  /** Resolves when the call has arrived; it is performed after its release. */
  readonly arrived: Promise<void>;
  release(): void;
}

/**
 * @param number of the call among those of this access key in this place, from 1
 * @returns a held call; it must be released also if it does not arrive
 */
export function holdCall({ aws }: WorldPlace, accessKeyId: string, number: number): HeldCall {
  const perform = aws.perform;
  const arrival = signal();
  const released = signal();
  let calls = 0;
  aws.perform = (call: AwsCall, caller: Caller) => {
    if (call.accessKeyId === accessKeyId) calls += 1;
    if (call.accessKeyId !== accessKeyId || calls !== number) return perform(call, caller);
    arrival.give();
    return released.given.then(() => perform(call, caller));
  };
  return {
    arrived: arrival.given,
    release: () => {
      aws.perform = perform;
      released.give();
    },
  };
}

interface Signal {
  readonly given: Promise<void>;
  give(): void;
}

function signal(): Signal {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
