import { patient, type RetryPatience } from './patient-retries.js';

/**
 * The EC2 client, with what the SDK's clients share, takes as long to load as the rest of a function. So it is a chunk of
 * its own, loaded when EC2 is first asked: most polls of a link never ask it.
 */
async function loadEc2(patience?: RetryPatience) {
  const sdk = await import('./ec2-client.js');
  return { sdk, client: new sdk.EC2Client(patience === undefined ? {} : patient(patience)) };
}

export type LazyEc2 = () => ReturnType<typeof loadEc2>;

/** @param patience with EC2's limits; without it, the SDK's own three attempts */
export function lazyEc2(patience?: RetryPatience): LazyEc2 {
  let loading: ReturnType<typeof loadEc2> | undefined;
  return () => {
    loading ??= loadEc2(patience);
    return loading;
  };
}
